#pragma once

#include "matching/keypoints.h"
#include "matching/picture.h"

#include <opencv2/core.hpp>

namespace pixiu::matching {

// What matching keeps of a picture. Within this module only.
struct Picture::Content {
  cv::Mat bgr;     // CV_8UC3
  cv::Mat medium;  // CV_8UC1: grey at about 1,000 px (medium_size), on which alignment is decided
  KeypointSet keypoints;
  KeypointSet mirrored_keypoints;  // of the picture flipped left to right; claim photos only
  cv::Mat grey_kept;               // CV_8UC1 of bgr's size where preparing made it, else empty

  cv::Size size() const { return bgr.size(); }

  // The picture in grey, CV_8UC1 of its full size; made now where it was not kept.
  cv::Mat grey() const;
};

}  // namespace pixiu::matching
