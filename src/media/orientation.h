#pragma once

#include "media/photo.h"

#include <opencv2/core.hpp>

namespace pixiu::media {

// True for the four orientations that swap width and height.
bool swaps_sides(Orientation orientation);

// The upright size of a stored size.
Size upright_size_of(Size stored, Orientation orientation);

// The stored picture turned upright: stored orientation 6 is turned a quarter clockwise, and so on
// (EXIF 2.32, 4.6.4 A). orientation 1 returns the same pixels without a copy.
// Cost: one copy of the picture for 2..8.
cv::Mat turn_upright(const cv::Mat& stored, Orientation orientation);

}  // namespace pixiu::media
