#pragma once

#include "matching/alignment.h"
#include "matching/planes.h"

#include <opencv2/core.hpp>

namespace pixiu::matching {

// A photo and the reference laid onto it, at the sizes their differences are measured at: luma at
// up to 1600 px, colour at half of that, rounded up.
struct WorkingLuma {
  cv::Mat photo;      // CV_8UC1
  cv::Mat reference;  // the same, warped
  cv::Mat valid;      // CV_8UC1: 255 where both show something
};

struct WorkingColours {
  Planes photo;      // CV_8UC1
  Planes reference;  // the same, warped
  cv::Mat valid;
};

// `photo_from_reference`, in pixels of the full pictures, is refined first, down to a few
// hundredths of a pixel, and given back.
// Cost: one reduction and one warp of each picture.
WorkingLuma bring_luma_to_working_size(const GreyPair& pictures, cv::Matx33d& photo_from_reference);

struct ColourPair {
  const cv::Mat& photo;      // CV_8UC3
  const cv::Mat& reference;  // CV_8UC3
};

// With the refined `photo_from_reference`. Cost: one reduction and one warp of each picture.
WorkingColours bring_colours_to_working_size(const ColourPair& pictures,
                                             const cv::Matx33d& photo_from_reference);

}  // namespace pixiu::matching
