#pragma once

#include "findings/finding.h"
#include "provenance/visible_mark/edge_bands.h"

#include <array>
#include <string_view>
#include <vector>

#include <opencv2/core.hpp>

namespace pixiu::provenance::visible_mark {

inline constexpr std::string_view vendor_sign_examiner = "vendor_sign";
inline constexpr std::string_view vendor_sign_version = "1";

// A mark without words in a corner: the four-pointed star with hollow sides that several generators
// draw over their pictures (Google Gemini alone, Samsung and others before words).
struct VendorSign {
  Region region;               // in pixels of the picture
  double likeness = 0;         // correlation with the drawn star, -1 .. 1
  double contrast = 0;         // grey levels against its surroundings
  double height_fraction = 0;  // of the picture's shorter side
};

// Looks for the star in the two lower corners, where it is drawn, at sizes of 3 to 9.5 % of the
// shorter side.
//
// Input: the picture's bands. Output: best first, at most one a corner.
// Cost:  2 ms.  Accuracy: bench/marks, docs/methods/visible_mark.md
std::vector<VendorSign> find_vendor_signs(const std::array<Band, 2>& bands);

// The star on a square of `side_px`: 1 inside, 0 outside, between on the edge; CV_32FC1. |x|^p +
// |y|^p = 1 with p = `exponent`, drawn by us: 2/3 is the astroid, lower is thinner.
cv::Mat drawn_star(int side_px, double exponent);

// Contradicts when there is one, else absent findings: nothing is said. No likelihood ratio.
// Regions: of the signs. Details: {"signs":[{"shape":"four_pointed_star","likeness","contrast",
// "height_fraction"}]}.
Finding vendor_sign_finding(const std::vector<VendorSign>& signs);

}  // namespace pixiu::provenance::visible_mark
