#pragma once

#include "base/bytes.h"
#include "media/decode.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

namespace pixiu::fuzz {

// Larger pictures are left out: they show nothing new and only make the search slow.
inline constexpr std::int64_t pixels_max = 1 << 20;

inline ByteView view_of(const std::uint8_t* data, std::size_t size) {
  return std::as_bytes(std::span(data, size));
}

// Decodes bytes of one format and holds the decoder to its contract: what decodes is a BGR picture
// of the size that the headers gave.
inline void decode_one(ByteView file, media::Format format) {
  if (media::format_of(file) != format) return;
  const Result<media::PictureInfo> info = media::read_info(file);
  if (info && std::int64_t{info->stored_size.width} * info->stored_size.height > pixels_max) return;
  const Result<media::Photo> photo = media::decode_photo(file);
  if (!photo) return;
  const bool is_sound = info.has_value() && photo->pixels.type() == CV_8UC3 &&
                        photo->pixels.cols == photo->full_size.width &&
                        photo->pixels.rows == photo->full_size.height;
  if (!is_sound) std::abort();
}

}  // namespace pixiu::fuzz
