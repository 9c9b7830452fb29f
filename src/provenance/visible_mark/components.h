#pragma once

#include <vector>

#include <opencv2/core.hpp>

namespace pixiu::provenance::visible_mark {

// A connected piece of a mask.
struct Component {
  cv::Rect box;
  int area_px = 0;
};

inline constexpr std::size_t components_max = 20'000;

// The 8-connected pieces of a CV_8UC1 mask (not 0), found from top left on; stops after
// components_max. One pass and a stack, no recursion.
std::vector<Component> components_of(const cv::Mat& mask);

// Grey minus the mean of the square of side 2 * radius + 1 around each pixel (cut at the borders).
// CV_8UC1 in, CV_16SC1 out.
cv::Mat minus_local_mean(const cv::Mat& grey, int radius);

}  // namespace pixiu::provenance::visible_mark
