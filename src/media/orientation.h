#pragma once

#include "media/photo.h"

#include <opencv2/core.hpp>

namespace pixiu::media {

// True for the four orientations that swap width and height.
bool swaps_sides(Orientation orientation);

// The upright size of a stored size.
Size upright_size_of(Size stored, Orientation orientation);

// The stored picture (CV_8UC3) turned upright: stored orientation 6 is turned a quarter clockwise,
// and so on (EXIF 2.32, 4.6.4 A). 1 returns the pixels as they are; 2, 3 and 4 turn them where they
// are, so that the caller's matrix changes too; 5 to 8 make a new picture.
// Cost: about 2 ns a pixel.
cv::Mat turn_upright(cv::Mat stored, Orientation orientation);

}  // namespace pixiu::media
