#pragma once

#include "media/format_reader.h"

// WebP (RFC 9649) through libwebp: lossy, lossless, transparent; the first frame of an animation on
// its canvas. An EXIF orientation is applied, as for JPEG.
namespace pixiu::media::webp {

bool recognises(ByteView head);
Result<PictureInfo> read_info(ByteView file);
Result<StoredPicture> decode(ByteView file, const PictureInfo& info, const DecodeOptions& options);

inline constexpr FormatReader reader = {Format::webp, recognises, read_info, decode};

}  // namespace pixiu::media::webp
