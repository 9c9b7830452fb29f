#include "media/alpha.h"

#include "base/check.h"

#include <algorithm>
#include <cstdint>

namespace pixiu::media {
namespace {

template <AlphaKind kind>
std::uint8_t over_white(int colour, int alpha) {
  if constexpr (kind == AlphaKind::premultiplied) {
    return static_cast<std::uint8_t>(std::min(255, colour + 255 - alpha));
  } else {
    return static_cast<std::uint8_t>((colour * alpha + 255 * (255 - alpha) + 127) / 255);
  }
}

template <AlphaKind kind>
void lay_rows(const cv::Mat& with_alpha, int blue, int red, cv::Mat& bgr) {
  for (int y = 0; y < with_alpha.rows; ++y) {
    const std::uint8_t* from = with_alpha.ptr(y);
    std::uint8_t* to = bgr.ptr(y);
    for (int x = 0; x < with_alpha.cols; ++x, from += 4, to += 3) {
      to[0] = over_white<kind>(from[blue], from[3]);
      to[1] = over_white<kind>(from[1], from[3]);
      to[2] = over_white<kind>(from[red], from[3]);
    }
  }
}

}  // namespace

void lay_over_white(const cv::Mat& with_alpha, ChannelOrder order, AlphaKind kind, cv::Mat bgr) {
  PIXIU_CHECK(with_alpha.type() == CV_8UC4 && bgr.type() == CV_8UC3);
  PIXIU_CHECK(with_alpha.size() == bgr.size());
  const int blue = order == ChannelOrder::bgr ? 0 : 2;
  if (kind == AlphaKind::premultiplied) {
    lay_rows<AlphaKind::premultiplied>(with_alpha, blue, 2 - blue, bgr);
  } else {
    lay_rows<AlphaKind::straight>(with_alpha, blue, 2 - blue, bgr);
  }
}

void swap_red_and_blue(const cv::Mat& rgb, cv::Mat bgr) {
  PIXIU_CHECK(rgb.type() == CV_8UC3 && bgr.type() == CV_8UC3 && rgb.size() == bgr.size());
  for (int y = 0; y < rgb.rows; ++y) {
    const std::uint8_t* from = rgb.ptr(y);
    std::uint8_t* to = bgr.ptr(y);
    for (int x = 0; x < rgb.cols; ++x, from += 3, to += 3) {
      to[0] = from[2];
      to[1] = from[1];
      to[2] = from[0];
    }
  }
}

}  // namespace pixiu::media
