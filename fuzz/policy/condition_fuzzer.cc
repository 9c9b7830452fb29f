#include "base/bytes.h"
#include "policy/condition.h"

#include <cstdint>
#include <cstdlib>

// A condition as a browser sends it. What is read is written and read again the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pixiu;
  using namespace pixiu::policy;
  using nlohmann::json;
  if (size > (64u << 10)) return 0;
  int depth_max = 0;
  const auto watch = [&](int depth, json::parse_event_t, json&) {
    depth_max = depth > depth_max ? depth : depth_max;
    return depth <= 64;
  };
  const json parsed =
      json::parse(text_of(std::as_bytes(std::span<const std::uint8_t>(data, size))), watch, false);
  const auto condition = condition_from_json(parsed);
  if (!condition) return 0;
  const json written = condition_to_json(*condition);
  const auto again = condition_from_json(written);
  if (!again || condition_to_json(*again) != written) std::abort();
  if (trace_to_json(evaluate(*condition, Facts())).empty()) std::abort();
  return 0;
}
