#include "base/bytes.h"
#include "base/check.h"
#include "vault/event.h"

#include <cstddef>
#include <cstdint>

// A record that is read is the canonical text of what was read.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pixiu;
  const std::string_view text = text_of({reinterpret_cast<const std::byte*>(data), size});
  const auto event = vault::parse_record(text);
  if (event) PIXIU_CHECK(vault::canonical_record(*event) == text);
  return 0;
}
