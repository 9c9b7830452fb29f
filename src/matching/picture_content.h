#pragma once

#include "matching/keypoints.h"
#include "matching/picture.h"

#include <opencv2/core.hpp>

namespace pixiu::matching {

// What matching keeps of a picture. Within this module only.
struct Picture::Content {
  cv::Mat bgr;     // CV_8UC3
  cv::Mat grey;    // CV_8UC1, same size
  cv::Mat medium;  // grey at about 1,000 px (reduce_to_medium), on which alignment is decided
  KeypointSet keypoints;
  KeypointSet mirrored_keypoints;  // of the picture flipped left to right; claim photos only
};

}  // namespace pixiu::matching
