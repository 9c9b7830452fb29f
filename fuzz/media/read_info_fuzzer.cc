#include "base/limits.h"
#include "one_format.h"

// Headers of any format: what read_info lets through is within the limits.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pixiu;
  const Result<media::PictureInfo> info = media::read_info(fuzz::view_of(data, size));
  if (!info) return 0;
  for (const media::Size side : {info->stored_size, info->upright_size}) {
    const bool is_within = side.width > 0 && side.height > 0 &&
                           side.width <= limits::photo_side_px_max &&
                           side.height <= limits::photo_side_px_max &&
                           std::int64_t{side.width} * side.height <= limits::photo_pixels_max;
    if (!is_within) std::abort();
  }
  const bool is_sound = info->orientation >= 1 && info->orientation <= 8 &&
                        info->frame_count >= 1 && info->frame_count <= limits::photo_frames_max;
  if (!is_sound) std::abort();
  return 0;
}
