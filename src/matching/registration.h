#pragma once

#include "matching/keypoints.h"

#include <optional>
#include <vector>

#include <opencv2/core.hpp>

namespace pixiu::matching {

// A first, keypoint-accurate guess of how a reference lies in a photo.
struct Registration {
  cv::Matx33d photo_from_reference;  // in pixels of the pictures given
  int inlier_count = 0;
  int match_count = 0;
  bool is_similarity = true;  // shift, turn, one scale (and mirror) explain the matches
};

// Finds the transform most matches agree on: a similarity by two-point RANSAC with the keypoints'
// own scale and direction as a first check, and a homography where that explains clearly more.
//
// Deterministic (fixed seed). Output: nothing when fewer than 6 matches agree.
// `tolerance_px`: in pixels of the photo.
std::optional<Registration> register_matches(const KeypointSet& photo, const KeypointSet& reference,
                                             const std::vector<KeypointMatch>& matches,
                                             double tolerance_px);

}  // namespace pixiu::matching
