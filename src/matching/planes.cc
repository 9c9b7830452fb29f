#include "matching/planes.h"

#include <cstdint>

namespace pixiu::matching {
namespace {

void luma_row(const std::uint8_t* blue, const std::uint8_t* green, const std::uint8_t* red,
              int count, std::uint8_t* luma) {
  for (int x = 0; x < count; ++x) {
    luma[x] =
        static_cast<std::uint8_t>((29u * blue[x] + 150u * green[x] + 77u * red[x] + 128u) >> 8);
  }
}

void luma_row(const float* blue, const float* green, const float* red, int count, float* luma) {
  for (int x = 0; x < count; ++x) {
    luma[x] = 0.114f * blue[x] + 0.587f * green[x] + 0.299f * red[x];
  }
}

}  // namespace

Planes split_planes(const cv::Mat& bgr) {
  Planes planes;
  cv::split(bgr, planes.data());
  return planes;
}

cv::Mat luma_of(const Planes& planes) {
  const auto& [blue, green, red] = planes;
  cv::Mat luma(blue.size(), blue.type());
  for (int y = 0; y < luma.rows; ++y) {
    if (luma.type() == CV_8UC1) {
      luma_row(blue.ptr<std::uint8_t>(y), green.ptr<std::uint8_t>(y), red.ptr<std::uint8_t>(y),
               luma.cols, luma.ptr<std::uint8_t>(y));
    } else {
      luma_row(blue.ptr<float>(y), green.ptr<float>(y), red.ptr<float>(y), luma.cols,
               luma.ptr<float>(y));
    }
  }
  return luma;
}

}  // namespace pixiu::matching
