// A prepared picture comes from an earlier child that had seen foreign bytes: restoring it must
// survive anything.
#include "matching/picture.h"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > (1u << 20)) return 0;
  const auto restored = pixiu::matching::Picture::restore(std::as_bytes(std::span(data, size)));
  if (restored) static_cast<void>(restored->save());
  return 0;
}
