#include "base/bytes.h"
#include "cases/event_json.h"

#include <cstdint>
#include <cstdlib>

// One event of a claim. What is read is written and read again the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pixiu;
  using namespace pixiu::cases;
  const auto event = parse_event(text_of(std::as_bytes(std::span<const std::uint8_t>(data, size))));
  if (!event) return 0;
  const auto again = parse_event(event_to_json(*event).dump());
  if (!again || !(*again == *event)) std::abort();
  return 0;
}
