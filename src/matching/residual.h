#pragma once

#include "matching/planes.h"

#include <opencv2/core.hpp>

namespace pixiu::matching {

// A photo and what the reference predicts for it: luma at full size, colour at half.
struct Prediction {
  const cv::Mat& photo_luma;        // CV_8UC1
  const cv::Mat& predicted_luma;    // CV_32F, same size (carry_tone)
  const cv::Mat& half_uncertainty;  // CV_32F, of predicted_luma, grey levels
  const cv::Mat& valid;             // CV_8UC1, same size: where both show something
  const Planes& half_photo;         // CV_8UC1, of half the size, rounded up
  const Planes& half_predicted;     // CV_32FC1 (undo_tone)
  const cv::Mat& half_valid;        // CV_8UC1
};

// How far a photo departs from what the reference predicts, pixel by pixel, measured in the spread
// this very pair shows at the same local activity.
//
// Output: CV_32F of the luma's size; 1 is where a departure is clear, 0 is none or not valid.
//
// The signed difference in luma and chroma is averaged at rising scales (0.6 to 8 px). What a fine
// scale has found is taken out before the next, so that a strong thin line casts no broad halo.
// Cost: about 10 passes at full size.
cv::Mat measure_departure(const Prediction& pictures);

}  // namespace pixiu::matching
