#include "provenance/gb45438/propagator.h"

#include <cstdint>
#include <cstdlib>

// A whole file that a platform's mark is to be written onto. What is planned can be applied, and a
// marked copy needs no more edits.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pixiu;
  using namespace pixiu::provenance::gb45438;
  const ByteView file = std::as_bytes(std::span(data, size));
  for (const std::optional<char> label : {std::optional<char>(), std::optional<char>('3')}) {
    const PropagatorMark mark{.propagator = "shop", .propagate_id = "17", .label = label};
    const auto edits = plan_mark(file, mark);
    if (!edits) continue;
    const auto copy = media::apply(file, *edits);
    if (!copy) std::abort();
    const auto again = plan_mark(*copy, mark);
    if (!again || !again->empty()) std::abort();
  }
  return 0;
}
