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
// Works on the photo at up to 1600 px; the mask has the photo's full size.
// Cost: about 40 passes over the photo at the working size.
// Source: docs/methods/edit_map.md
EditMap find_edits(const ColourPair& pictures, cv::Matx33d& photo_from_reference);

// Joins a departure score (measure_departure) into altered regions: clear seeds, grown over what is
// less clear beside them, holes filled, specks dropped. Pure; `score` CV_32F.
struct AlteredParts {
  cv::Mat mask;       // CV_8U of the score's size: 128 and more inside the parts
  double weight = 0;  // of all parts: sum of the score above the growing level, in pixels
};
AlteredParts join_parts(const cv::Mat& score);

}  // namespace pixiu::matching
