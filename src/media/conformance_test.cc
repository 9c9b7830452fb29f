// Every picture of ../shared/data/exif and c2pa decodes, but for the files named in
// tests/conformance/undecodable.txt. Skipped where that data is not there.

#include "media/decode.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace pixiu::media {
namespace {

namespace fs = std::filesystem;

// The folder `relative` in the working directory or in one above it.
std::optional<fs::path> find_upwards(const fs::path& relative) {
  fs::path folder = fs::current_path();
  for (int level = 0; level < 8; ++level) {
    if (fs::exists(folder / relative)) return folder / relative;
    if (folder == folder.parent_path()) break;
    folder = folder.parent_path();
  }
  return std::nullopt;
}

std::optional<fs::path> shared_data() {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody changes the environment in this program
  if (const char* given = std::getenv("PIXIU_SHARED")) return fs::path(given) / "data";
  return find_upwards("shared/data");
}

// Files by name relative to shared/data, with the reason why they do not decode. Lines are
// "path: reason"; '#' begins a comment.
std::map<std::string, std::string> read_exceptions(const fs::path& list) {
  std::map<std::string, std::string> exceptions;
  std::ifstream in(list);
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.front() == '#') continue;
    const std::size_t colon = line.find(": ");
    exceptions[line.substr(0, colon)] = colon == std::string::npos ? "" : line.substr(colon + 2);
  }
  return exceptions;
}

// Told by its name only to leave out what lies beside the pictures.
bool is_no_picture(const fs::path& file) {
  const std::string extension = file.extension().string();
  return extension.empty() || extension == ".json" || extension == ".md" || extension == ".rst" ||
         extension == ".pem" || extension == ".c2pa";
}

Bytes bytes_of_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  const ByteView view = bytes_of(text);
  return {view.begin(), view.end()};
}

std::vector<fs::path> pictures_in(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && !is_no_picture(entry.path())) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

TEST(conformance, every_valid_picture_of_the_shared_data_decodes) {
  const auto data = shared_data();
  if (!data || !fs::exists(*data / "exif")) GTEST_SKIP() << "no ../shared/data/exif here";
  const auto list = find_upwards("tests/conformance/undecodable.txt");
  ASSERT_TRUE(list.has_value()) << "tests/conformance/undecodable.txt is missing";
  std::map<std::string, std::string> exceptions = read_exceptions(*list);
  int decoded_count = 0;
  for (const char* set : {"exif", "c2pa"}) {
    for (const fs::path& file : pictures_in(*data / set)) {
      const std::string name = fs::relative(file, *data).generic_string();
      const Bytes bytes = bytes_of_file(file);
      const Result<Photo> photo = decode_photo(bytes);
      if (const auto exception = exceptions.find(name); exception != exceptions.end()) {
        EXPECT_FALSE(photo.has_value()) << name << " decodes: strike it from the list";
        EXPECT_FALSE(exception->second.empty()) << name << " is listed without a reason";
        exceptions.erase(exception);
        continue;
      }
      ASSERT_TRUE(photo.has_value()) << name << ": " << photo.error().message;
      EXPECT_EQ(photo->full_size, read_info(bytes)->upright_size) << name;
      EXPECT_FALSE(photo->pixels.empty()) << name;
      ++decoded_count;
    }
  }
  EXPECT_GT(decoded_count, 200);
  for (const auto& [name, reason] : exceptions) {
    ADD_FAILURE() << name << " is listed but not there";
  }
}

}  // namespace
}  // namespace pixiu::media
