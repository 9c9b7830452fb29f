#include "media/capture_metadata.h"
#include "media/photoshop_resources.h"
#include "media/png/alpha_bits.h"
#include "media/trailer.h"
#include "one_format.h"

namespace {

bool is_inside(pixiu::ByteView part, pixiu::ByteView whole) {
  return part.empty() ||
         (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

}  // namespace

// An EXIF block, Adobe's resources, a trailer and a PNG's alpha bits: everything they hand out lies
// inside.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pixiu;
  const ByteView bytes = fuzz::view_of(data, size);
  const media::ExifFields fields(bytes);
  for (const media::ExifField& field : fields.all()) {
    if (!is_inside(field.value, bytes)) std::abort();
  }
  static_cast<void>(media::read_location(fields));
  const std::vector<media::MetadataBlock> blocks = {
      {media::MetadataBlock::Kind::exif, "", Bytes(bytes.begin(), bytes.end())}};
  const auto capture = media::read_capture_metadata({}, blocks);
  if (!is_inside(capture.thumbnail, blocks[0].bytes)) std::abort();
  for (const media::PhotoshopResource& resource : media::read_photoshop_resources(bytes)) {
    if (!is_inside(resource.data, bytes)) std::abort();
    static_cast<void>(media::read_iptc(resource.data));
  }
  for (const media::SamsungTrailerEntry& entry : media::read_samsung_trailer(bytes)) {
    if (!is_inside(entry.data, bytes)) std::abort();
  }
  const std::string spelt = media::png::alpha_low_bits(bytes, 15);
  if (!spelt.empty() && spelt.size() != 15) std::abort();
  return 0;
}
