#pragma once

#include "media/format_reader.h"

#include <vector>

// JPEG (ITU-T T.81) through libjpeg-turbo: baseline, extended, progressive, arithmetic; 8 bit;
// grey, YCbCr, RGB, CMYK, YCCK.
namespace pixiu::media::jpeg {

bool recognises(ByteView head);
Result<PictureInfo> read_info(ByteView file);
Result<StoredPicture> decode(ByteView file, const PictureInfo& info, const DecodeOptions& options);

// As media::read_jpeg_coefficients, for a file within limits that begins as a JPEG.
// Cost: entropy decoding; peak memory twice the coefficients.
Result<std::vector<CoefficientPlane>> read_coefficients(ByteView file);

inline constexpr FormatReader reader = {Format::jpeg, recognises, read_info, decode};

}  // namespace pixiu::media::jpeg
