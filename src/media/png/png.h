#pragma once

#include "media/format_reader.h"

// PNG (W3C, third edition) through libpng: every colour type and depth, interlaced, transparent;
// the default image of an animation.
namespace pixiu::media::png {

bool recognises(ByteView head);
Result<PictureInfo> read_info(ByteView file);
Result<StoredPicture> decode(ByteView file, const PictureInfo& info, const DecodeOptions& options);

inline constexpr FormatReader reader = {Format::png, recognises, read_info, decode};

}  // namespace pixiu::media::png
