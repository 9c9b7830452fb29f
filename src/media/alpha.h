#pragma once

#include <opencv2/core.hpp>

namespace pixiu::media {

enum class ChannelOrder { bgr, rgb };
enum class AlphaKind { straight, premultiplied };

// Colours with alpha (CV_8UC4, alpha last) laid over white into `bgr`, a CV_8UC3 of the same size
// (which may be a part of a larger picture). straight: c a + 255 (1 - a), rounded.
void lay_over_white(const cv::Mat& with_alpha, ChannelOrder order, AlphaKind kind, cv::Mat bgr);

// CV_8UC3 RGB to BGR. `bgr` as above.
void swap_red_and_blue(const cv::Mat& rgb, cv::Mat bgr);

}  // namespace pixiu::media
