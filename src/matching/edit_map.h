#pragma once

#include "matching/compare.h"
#include "matching/working_pictures.h"

#include <opencv2/core.hpp>

namespace pixiu::matching {

// What was changed in a photo made from a reference.
//
// Tone is undone by a curve and a gain that changes smoothly over the frame; a difference counts
// where it exceeds what this very pair shows elsewhere at the same local activity, so
// recompression, resampling and regeneration set their own bar. The mask has `photo_size`, the
// photo's full size. Cost: about 40 passes over the photo at the working size. Source:
// docs/methods/edit_map.md
EditMap find_edits(const WorkingLuma& luma, const WorkingColours& colours, cv::Size photo_size);

// Joins a departure score (measure_departure) into altered regions: clear seeds, grown over what is
// less clear beside them, holes filled, specks dropped. Pure; `score` CV_32F.
struct AlteredParts {
  cv::Mat mask;       // CV_8U of the score's size: 128 and more inside the parts
  double weight = 0;  // of all parts: sum of the score above the growing level, in pixels
};
AlteredParts join_parts(const cv::Mat& score);

}  // namespace pixiu::matching
