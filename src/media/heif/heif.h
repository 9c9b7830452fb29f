#pragma once

#include "media/format_reader.h"

// HEIF (ISO/IEC 23008-12) through libheif: HEIC of phones (single and tiled) and AVIF. The
// container's own rotation, mirroring and cropping are applied; an EXIF orientation is not, as the
// standard says.
namespace pixiu::media::heif {

bool recognises(ByteView head);
Result<PictureInfo> read_info(ByteView file);
Result<StoredPicture> decode(ByteView file, const PictureInfo& info, const DecodeOptions& options);

inline constexpr FormatReader reader = {Format::heif, recognises, read_info, decode};

}  // namespace pixiu::media::heif
