#pragma once

#include <opencv2/core.hpp>

namespace pixiu::matching {

// Whether a photo carries the reference's own noise where the scene itself shows next to nothing.
//
// Two frames of a tripod or a burst agree in everything a scene can give; only the noise of sensor
// and encoding is each frame's own. A copy carries the reference's noise, or, where recompression
// took it away, hardly any at all. A photo that is as noisy there as the reference, but with
// another noise, is another capture. The other way round nothing follows: lost noise is no
// evidence.
struct NoiseEvidence {
  int flat_tiles = 0;
  double reference_noise = 0;  // rms above 1/8 cycle a pixel in the flattest tiles, grey levels
  // Both as shares of what the textured tiles show, so that blur and contrast cancel out:
  double carried = 1;                 // of the reference's noise found in the photo
  double photo_energy = 0;            // of the photo over the reference's
  double log10_likelihood_ratio = 0;  // of "made from this picture": 0 or less
};

// The pictures at working size (bring_to_working_size), all CV_8UC1. Pure.
// Cost: one pass over both pictures, and a filter over 6 % of the tiles.
// Source: docs/methods/same_capture.md, measured on the rendered bursts of
// tools/samples/neighbours.py.
NoiseEvidence weigh_noise(const cv::Mat& photo_luma, const cv::Mat& reference_luma,
                          const cv::Mat& valid);

}  // namespace pixiu::matching
