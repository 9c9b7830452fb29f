#pragma once

#include "matching/planes.h"

#include <opencv2/core.hpp>

namespace pixiu::matching {

// The reference as it would look after the photo's tone: CV_32FC1 planes, clamped to 0..255.
//
// Fits, per channel, a colour mix with a bent luma curve and a gain and offset that change slowly
// (quadratically) over the frame, by least squares that let go of what differs locally - an edit
// must not be explained away. `photo` and `reference`: CV_8UC1 planes of one size; `valid`:
// CV_8UC1, where both show something. Cost: one fit on one pixel in 8 x 8 and one pass.
Planes undo_tone(const Planes& photo, const Planes& reference, const cv::Mat& valid);

// The same for luma at full size, where colour is only known at half.
struct TonedLuma {
  cv::Mat luma;              // CV_32F, full size, 0..255
  cv::Mat half_uncertainty;  // CV_32F, half size, grey levels: what half size cannot tell
};

// A curve of luma fitted to what undo_tone did, and the rest of it (colour, place, clipping)
// carried over from the half-size pictures; where that rest changes from pixel to pixel it is
// uncertain.
//
// `reference_luma`: CV_8UC1; `half_reference` (CV_8UC1) and `half_toned` (CV_32FC1, undo_tone) of
// about half that size.
TonedLuma carry_tone(const cv::Mat& reference_luma, const Planes& half_reference,
                     const Planes& half_toned);

}  // namespace pixiu::matching
