#pragma once

#include "media/format_reader.h"

// TIFF 6.0 and BigTIFF through libtiff: the first page, as far as it is 1 to 16 bit grey, palette,
// RGB, CMYK, YCbCr or Lab.
namespace pixiu::media::tiff {

bool recognises(ByteView head);
Result<PictureInfo> read_info(ByteView file);
Result<StoredPicture> decode(ByteView file, const PictureInfo& info, const DecodeOptions& options);

inline constexpr FormatReader reader = {Format::tiff, recognises, read_info, decode};

}  // namespace pixiu::media::tiff
