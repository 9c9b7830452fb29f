// Runs a fuzz target over every file below the folders given, in name order, without a fuzzer: the
// test that keeps what a fuzzer once found from coming back.
//
// Exit status: 0 when all inputs ran, 1 when a folder is missing, unreadable or holds no input (a
// test that tests nothing fails), 2 on wrong usage. A crash ends the process, after the file's
// name.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <span>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

std::vector<std::filesystem::path> inputs_below(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> inputs;
  std::error_code failure;
  for (std::filesystem::recursive_directory_iterator entry(folder, failure), end; entry != end;
       entry.increment(failure)) {
    if (entry->is_regular_file()) inputs.push_back(entry->path());
  }
  std::sort(inputs.begin(), inputs.end());
  return inputs;
}

bool replay(const std::filesystem::path& input) {
  std::ifstream file(input, std::ios::binary);
  if (!file) return false;
  const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  std::cerr << input.filename().string() << ' ' << bytes.size() << " bytes\n";
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  return true;
}

}  // namespace

int main(int argument_count, char** arguments) {
  const std::span<char*> folders(arguments + 1, static_cast<std::size_t>(argument_count) - 1);
  if (folders.empty()) {
    std::cerr << "usage: " << arguments[0] << " CORPUS_FOLDER...\n";
    return 2;
  }
  for (const char* folder : folders) {
    const auto inputs = inputs_below(folder);
    if (inputs.empty()) {
      std::cerr << folder << ": no input to replay\n";
      return 1;
    }
    for (const auto& input : inputs) {
      if (!replay(input)) {
        std::cerr << input.string() << ": cannot be read\n";
        return 1;
      }
    }
    std::cout << inputs.size() << " inputs replayed from " << folder << '\n';
  }
  return 0;
}
