#pragma once

#include <array>

#include <opencv2/core.hpp>

namespace pixiu::provenance::visible_mark {

// A stretch along the picture's top or bottom edge at the working scale, where marks stand.
struct Band {
  cv::Mat grey;        // CV_8UC1
  cv::Mat difference;  // CV_16SC1, from the mean of the surroundings (components.h)
  cv::Point place;     // of its top left corner in the picture
  double scale = 1;    // picture pixels a band pixel
  bool is_at_top = true;
  int short_side_px = 0;  // of the whole picture, in band pixels
};

inline constexpr int picture_side_px_min = 64;

// The two bands, top first, each 13 % of the picture's height: characters of 6 % and margins of
// 5 %. Shrunk by the whole number that leaves a shorter side of about 720 pixels.
//
// Input: CV_8UC3 BGR, both sides at least picture_side_px_min.
// Cost:  one pass over a quarter of the picture; 2 ms for 1440 x 1920.
std::array<Band, 2> edge_bands(const cv::Mat& bgr);

}  // namespace pixiu::provenance::visible_mark
