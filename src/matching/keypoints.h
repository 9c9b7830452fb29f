#pragma once

#include <cstdint>
#include <vector>

#include <opencv2/core.hpp>

namespace pixiu::matching {

// A point of a picture that can be found again in a copy of it.
struct Keypoint {
  cv::Point2f position_px;  // in the picture's own pixels, upright
  float scale = 1;          // size of the described patch relative to the finest, in those pixels
  float angle_rad = 0;      // dominant direction
  int octave = 0;           // pyramid level it was found at
};

// Keypoints and their binary descriptors, row i belonging to keypoint i.
struct KeypointSet {
  std::vector<Keypoint> points;
  cv::Mat descriptors;  // CV_8U, points.size() x 32 (ORB, 256 bits)
};

inline constexpr int keypoints_max = 1400;
inline constexpr int descriptor_bytes = 32;

// ORB keypoints (Rublee et al., ICCV 2011) of a grey picture, spread over the frame.
//
// Input:  grey CV_8UC1, any size; `picture_from_grey` scales positions to the picture's pixels.
// Output: at most keypoints_max points; none when there is nothing to find.
// Cost:   about 15 ms for 640x480.
KeypointSet find_keypoints(const cv::Mat& grey, double picture_from_grey);

// The same keypoints as the picture flipped left to right shows them: places and directions are
// flipped, descriptors are read anew. `grey` and `picture_from_grey` as before; `found` belongs to
// `grey`.
KeypointSet mirror_keypoints(const KeypointSet& found, const cv::Mat& grey,
                             double picture_from_grey);

struct KeypointMatch {
  int photo_index = 0;
  int reference_index = 0;
};

// Pairs that are each other's nearest in Hamming distance and clearly nearer than the second.
std::vector<KeypointMatch> match_keypoints(const KeypointSet& photo, const KeypointSet& reference);

}  // namespace pixiu::matching
