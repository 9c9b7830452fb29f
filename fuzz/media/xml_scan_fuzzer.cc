#include "media/xml_scan.h"
#include "one_format.h"

// An XMP packet as anybody may write it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pixiu;
  constexpr std::size_t count_max = 8;
  const std::string_view xml = text_of(fuzz::view_of(data, size));
  media::is_well_formed_xml(xml);
  const auto properties = media::xml_properties(xml, "AIGC", count_max);
  if (properties.size() > count_max) std::abort();
  return 0;
}
