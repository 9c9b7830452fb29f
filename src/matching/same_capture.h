#pragma once

#include "matching/alignment.h"

namespace pixiu::matching {

// The most that evidence is worth which another capture could give as well: enough for a look by a
// human, not for "contradicted".
inline constexpr double undecided_log10_likelihood_ratio_max = 1.2;

// What speaks for or against "made from this very picture", measured on an alignment.
//
// A copy shows the same fine texture everywhere, exactly where one shift, turn and scale puts it,
// whatever the depth of the scene. A second photo of the same things shows parallax, and of a flat
// thing at least perspective. Sources and measured distributions: docs/methods/same_capture.md.
struct CaptureEvidence {
  int textured_tiles = 0;
  double agreeing_share = 0;    // of textured tiles, under the best similarity
  double warped_share = 0;      // the same under the best homography
  double median_agreement = 0;  // of fine texture in textured tiles, -1..1
  double perspective_px = 0;    // rms difference of homography and similarity, at 800 px
  double displacement_px = 0;   // rms of agreeing tiles, at 800 px
  double overlap_share = 0;     // of the photo covered by the reference
  double log10_likelihood_ratio = 0;
};

// `alignment` at a working size of about 800 px. Pure.
CaptureEvidence weigh_alignment(const Alignment& alignment);

}  // namespace pixiu::matching
