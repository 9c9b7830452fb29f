#include "text_input.h"
#include "tlog/witness.h"

#include <cstdlib>

// Requests to a witness: what is read is written again byte for byte.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pixiu;
  const std::string_view text = fuzz::text_of_input(data, size);
  const auto read = tlog::parse_add_checkpoint(text);
  if (read && tlog::format_add_checkpoint(*read) != text) std::abort();
  return 0;
}
