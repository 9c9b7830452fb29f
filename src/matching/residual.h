#pragma once

#include <opencv2/core.hpp>

namespace pixiu::matching {

// How far a photo departs from what the reference predicts, pixel by pixel, measured in the spread
// this very pair shows at the same local activity.
//
// `photo` CV_8UC3, `predicted` CV_32FC3 (undo_tone), `valid` CV_8UC1 of one size.
// Output: CV_32F of that size; 1 is where a departure is clear, 0 is none or not valid.
//
// The signed difference in luma and chroma is averaged at rising scales (0.6 to 8 px), chroma and
// broad scales at half and quarter size. What a fine scale has found is taken out before the next,
// so that a strong thin line casts no broad halo.
// Cost: about 15 passes at full size.
cv::Mat measure_departure(const cv::Mat& photo, const cv::Mat& predicted, const cv::Mat& valid);

}  // namespace pixiu::matching
