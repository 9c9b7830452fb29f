#pragma once

#include "base/bytes.h"

#include <filesystem>

#include <opencv2/core.hpp>

namespace pixiu::bench {

// The whole file. Throws std::runtime_error with the path when it cannot be read: a benchmark
// without its data stops.
Bytes read_bytes(const std::filesystem::path& path);

// A picture as the product decodes it: CV_8UC3, BGR, upright. Throws std::runtime_error.
cv::Mat decode(ByteView file);
cv::Mat read_picture(const std::filesystem::path& path);

// JPEG with 4:2:0 chroma, as phones and messengers write it; `quality` 1..100.
Bytes encode_jpeg(const cv::Mat& bgr, int quality);

// The picture after one trip through a JPEG file.
cv::Mat through_jpeg(const cv::Mat& bgr, int quality);

// Brought to a longer side of `long_side_px`, by area when that shrinks it.
cv::Mat scaled_to(const cv::Mat& picture, int long_side_px);
cv::Mat scaled_by(const cv::Mat& picture, double factor);

}  // namespace pixiu::bench
