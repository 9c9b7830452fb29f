#pragma once

#include "findings/finding.h"

#include <optional>

#include <opencv2/core.hpp>

namespace pixiu::provenance {

// What a picture's pixels have of a copy of a screen.
struct ScreenLook {
  // A strip along the top of one plain colour with small signs at its left and right end and
  // nothing in between: the clock and the battery of a phone.
  std::optional<Region> status_bar;
  // Bars of one plain colour above and below, or left and right, that end at one line: what a
  // viewer leaves of the screen around a picture.
  bool has_bars = false;
};

// Looks at the rows and columns along the edges. Only upright pictures of a phone's shape can have
// a status bar.
//
// Input: CV_8UC3 BGR, upright. Cost: below 1 ms; a few rows of an ordinary photo.
// Accuracy: bench/marks, docs/methods/screens.md
ScreenLook look_for_screen(const cv::Mat& bgr);

}  // namespace pixiu::provenance
