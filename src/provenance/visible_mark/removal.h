#pragma once

#include "findings/finding.h"

#include <string_view>
#include <vector>

#include <opencv2/core.hpp>

namespace pixiu::provenance::visible_mark {

inline constexpr std::string_view mark_removal_examiner = "mark_removal";
inline constexpr std::string_view mark_removal_version = "1";

// A box of a mark's size at a mark's place that is much smoother than everything around it, while
// its tone goes on: what blurring or painting over a mark leaves in a textured picture.
struct RemovalSign {
  Region region;           // in pixels of the picture
  double fine_inside = 0;  // mean fine structure (second differences), grey levels
  double fine_around = 0;  // of the weakest side around it
  double tone_step = 0;    // grey levels between inside and around
};

// Looks in the bottom and top strips, near the left and right corners, at heights of 4 to 9 % of
// the shorter side. Smooth pictures and strongly compressed ones show nothing either way.
//
// Input: CV_8UC3 BGR, upright, as decoded (compression blocks are 8 pixels). Output: the clearest
// one a corner.  Cost: one pass over the strips, 2 ms for 1440 x 1920.
// Accuracy: bench/marks, docs/methods/visible_mark.md
std::vector<RemovalSign> find_removal_signs(const cv::Mat& bgr);

// Graded "weak": contradicts with the grade, for a person to look at; neutral when there is none.
// No likelihood ratio. Details: {"grade","signs":[{"fine_inside","fine_around","tone_step"}],
// "innocent_causes"}.
Finding mark_removal_finding(const std::vector<RemovalSign>& signs);

}  // namespace pixiu::provenance::visible_mark
