#pragma once

#include "media/photo.h"

namespace pixiu::media {

// BGR (CV_8UC3) to JPEG, 4:2:0, no metadata. quality 1..100.
Result<Bytes> encode_jpeg(const cv::Mat& bgr, int quality);

// 8-bit grey (CV_8UC1) or BGR (CV_8UC3) to PNG.
Result<Bytes> encode_png(const cv::Mat& pixels);

}  // namespace pixiu::media
