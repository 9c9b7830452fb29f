#pragma once

#include <opencv2/core.hpp>

namespace pixiu::bench {

// A picture doctored by procedure, and which pixels differ visibly since (by more than 12 levels):
// `truth` is CV_8UC1, 0 or 255.
struct Doctored {
  cv::Mat picture;  // CV_8UC3
  cv::Mat truth;
};

// A branching dark line with a bright edge, 2 to 4 px wide at 1920 px, through the middle part.
Doctored paint_crack(const cv::Mat& bgr, cv::RNG& random);

// One irregular, half transparent, soft-edged blot of 1 to 4 % of the picture.
Doctored paint_stain(const cv::Mat& bgr, cv::RNG& random);

// How a doctored photo reaches the examiner.
enum class Transport {
  same_frame,      // JPEG quality 90
  cropped_scaled,  // three quarters of each side, 0.6x, quality 75
  perspective,     // turned by 6 degrees, corners moved by up to 4 %, 0.5x, quality 70
};

// The doctored picture after the transport, and its truth in the same frame.
Doctored send(const Doctored& doctored, Transport transport, cv::RNG& random);

}  // namespace pixiu::bench
