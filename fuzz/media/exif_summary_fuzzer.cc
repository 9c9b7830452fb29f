#include "media/exif.h"
#include "one_format.h"

// A TIFF-structured EXIF block: the thumbnail lies inside it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pixiu;
  const ByteView block = fuzz::view_of(data, size);
  const media::ExifSummary exif = media::read_exif_summary(block);
  const media::Orientation orientation = media::orientation_of(exif);
  if (orientation < 1 || orientation > 8) std::abort();
  if (exif.thumbnail.empty()) return 0;
  const bool is_inside =
      exif.thumbnail.data() >= block.data() &&
      exif.thumbnail.data() + exif.thumbnail.size() <= block.data() + block.size();
  if (!is_inside) std::abort();
  return 0;
}
