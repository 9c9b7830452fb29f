#include "text_input.h"
#include "tlog/proof_file.h"

#include <cstdlib>

// Proof files: what is read is written again byte for byte.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pixiu;
  const std::string_view text = fuzz::text_of_input(data, size);
  const auto read = tlog::parse_proof_file(text);
  if (read && tlog::format_proof_file(*read) != text) std::abort();
  return 0;
}
