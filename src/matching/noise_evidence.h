#pragma once

#include <opencv2/core.hpp>

namespace pixiu::matching {

// Whether a photo carries the reference's own noise where the scene itself shows next to nothing.
//
// Two frames of a tripod or a burst agree in everything a scene can give; only the noise of sensor
// and encoding is each frame's own. A copy carries the reference's noise as far as its encoding
// lets it through, and what passes an encoder's quantiser is strong and shared in step: so much
// noise, so much correlation, whatever the step. A photo that is noisy there, but with another
// noise, is another capture. The other way round nothing follows: lost noise is no evidence.
struct NoiseEvidence {
  int flat_tiles = 0;
  int judged_bands = 0;  // in which the reference is noisy, and the photo still is
  // Correlation of the two noises over the least that a copy has at that strength, in the judged
  // band where it is least; about 1 and more for copies, about 0 for another frame.
  double shared = 1;
  bool is_shared_finely = false;      // the finest noise is the reference's: no frame but a copy
  double log10_likelihood_ratio = 0;  // of "made from this picture": 0 or less
};

// The pictures at working size (bring_luma_to_working_size), all CV_8UC1. Pure.
// Cost: one pass over both pictures, and a DCT over 6 % of the tiles.
// Source: docs/methods/same_capture.md, measured on the rendered bursts of
// tools/samples/neighbours.py.
NoiseEvidence weigh_noise(const cv::Mat& photo_luma, const cv::Mat& reference_luma,
                          const cv::Mat& valid);

}  // namespace pixiu::matching
