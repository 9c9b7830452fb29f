#pragma once

#include "matching/compare.h"

#include <opencv2/core.hpp>

namespace pixiu::matching {

struct ColourPair {
  const cv::Mat& photo_bgr;       // CV_8UC3
  const cv::Mat& photo_grey;      // CV_8UC1, same size
  const cv::Mat& reference_bgr;   // CV_8UC3
  const cv::Mat& reference_grey;  // CV_8UC1, same size
};

// What was changed in a photo made from a reference.
//
// `photo_from_reference` is refined first, down to a few hundredths of a pixel; tone is undone by a
// smooth local gain; a difference counts where it exceeds what this very pair shows elsewhere at
// the same local activity, so recompression, resampling and regeneration set their own bar.
// Cost: about 40 passes over the photo at up to 1600 px.
// Source: docs/methods/edit_map.md
EditMap find_edits(const ColourPair& pictures, cv::Matx33d& photo_from_reference);

}  // namespace pixiu::matching
