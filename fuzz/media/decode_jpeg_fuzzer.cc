#include "one_format.h"

// The three ways into a JPEG: in full, scaled, and its coefficients.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pixiu;
  const ByteView file = fuzz::view_of(data, size);
  if (media::format_of(file) != media::Format::jpeg) return 0;
  const Result<media::PictureInfo> info = media::read_info(file);
  if (!info ||
      std::int64_t{info->stored_size.width} * info->stored_size.height > fuzz::pixels_max) {
    return 0;
  }
  fuzz::decode_one(file, media::Format::jpeg);
  const Result<media::Photo> scaled = media::decode_photo(file, {.long_side_px_min = 16});
  if (scaled && scaled->pixels.empty()) std::abort();
  const auto planes = media::read_jpeg_coefficients(file);
  if (!planes) return 0;
  for (const media::CoefficientPlane& plane : *planes) {
    const std::size_t block_count =
        static_cast<std::size_t>(plane.blocks_wide) * static_cast<std::size_t>(plane.blocks_high);
    if (plane.values.size() != block_count * 64) std::abort();
  }
  return 0;
}
