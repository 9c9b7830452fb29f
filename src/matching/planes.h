#pragma once

#include <array>

#include <opencv2/core.hpp>

namespace pixiu::matching {

// A colour picture as three pictures of one size: blue, green and red. Loops over planes run
// several pixels at a time, loops over interleaved pixels do not.
using Planes = std::array<cv::Mat, 3>;

// `bgr`: CV_8UC3.
Planes split_planes(const cv::Mat& bgr);

// Luma (ITU-R BT.601) of CV_8UC1 planes, rounded, or of CV_32FC1 planes; of the planes' type.
cv::Mat luma_of(const Planes& planes);

}  // namespace pixiu::matching
