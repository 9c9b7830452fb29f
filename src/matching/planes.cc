#include "matching/planes.h"

#include <cstdint>

namespace pixiu::matching {
namespace {

template <typename Value>
void luma_row(const Value* blue, const Value* green, const Value* red, int count, Value* luma) {
  constexpr float rounding = std::is_integral_v<Value> ? 0.5f : 0.0f;
  for (int x = 0; x < count; ++x) {
    luma[x] = static_cast<Value>(0.114f * static_cast<float>(blue[x]) +
                                 0.587f * static_cast<float>(green[x]) +
                                 0.299f * static_cast<float>(red[x]) + rounding);
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
