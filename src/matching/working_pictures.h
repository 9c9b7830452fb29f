#pragma once

#include "matching/planes.h"

#include <opencv2/core.hpp>

namespace pixiu::matching {

struct ColourPair {
  const cv::Mat& photo_bgr;       // CV_8UC3
  const cv::Mat& photo_grey;      // CV_8UC1, same size
  const cv::Mat& reference_bgr;   // CV_8UC3
  const cv::Mat& reference_grey;  // CV_8UC1, same size
};

// A photo and the reference laid onto it, at the sizes their differences are measured at: luma at
// up to 1600 px, colour at half of that, rounded up.
struct WorkingPictures {
  cv::Mat photo_luma;      // CV_8UC1
  cv::Mat reference_luma;  // the same, warped
  cv::Mat valid;           // CV_8UC1: 255 where both show something
  Planes half_photo;       // CV_8UC1
  Planes half_reference;   // the same, warped
  cv::Mat half_valid;
};

// `photo_from_reference`, in pixels of the full pictures, is refined first, down to a few
// hundredths of a pixel, and given back.
// Cost: one reduction and one warp of each picture.
WorkingPictures bring_to_working_size(const ColourPair& pictures,
                                      cv::Matx33d& photo_from_reference);

}  // namespace pixiu::matching
