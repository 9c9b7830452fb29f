#pragma once

#include <opencv2/core.hpp>

namespace pixiu::matching {

// The reference as it would look after the photo's tone: CV_32FC3 BGR, clamped to 0..255.
//
// Fits, per channel, a colour mix with a bent luma curve and a gain and offset that change slowly
// (quadratically) over the frame, by least squares that let go of what differs locally - an edit
// must not be explained away. `photo` and `reference`: CV_8UC3 of one size; `valid`: CV_8UC1, where
// both show something.
// Cost: one fit on every sixth pixel and one pass.
cv::Mat undo_tone(const cv::Mat& photo, const cv::Mat& reference, const cv::Mat& valid);

}  // namespace pixiu::matching
