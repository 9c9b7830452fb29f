#include "media/xmp.h"
#include "one_format.h"

// An XMP packet: values and paths keep to their limits whatever it says.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pixiu;
  const auto found = media::read_xmp(text_of(fuzz::view_of(data, size)));
  if (found.size() > media::xmp_properties_max) std::abort();
  for (const media::XmpProperty& property : found) {
    if (property.value.size() > media::xmp_value_bytes_max) std::abort();
  }
  return 0;
}
