#pragma once

#include "media/format_reader.h"

// GIF (87a, 89a) through giflib: the first frame on its canvas, transparent over white.
namespace pixiu::media::gif {

bool recognises(ByteView head);
Result<PictureInfo> read_info(ByteView file);
Result<StoredPicture> decode(ByteView file, const PictureInfo& info, const DecodeOptions& options);

inline constexpr FormatReader reader = {Format::gif, recognises, read_info, decode};

}  // namespace pixiu::media::gif
