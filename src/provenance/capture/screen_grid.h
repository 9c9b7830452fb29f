#pragma once

#include "findings/finding.h"

#include <optional>
#include <string_view>

#include <opencv2/core.hpp>

namespace pixiu::provenance {

inline constexpr std::string_view screen_grid_examiner = "screen_grid";
inline constexpr std::string_view screen_grid_version = "1";

// A fine regular pattern in colour all over a picture: the stripes of a screen's pixels, beaten
// against those of the camera.
struct ScreenGrid {
  double period_px = 0;      // of the strongest wave
  double angle_degrees = 0;  // of its direction, 0 along a row, -90 .. 90
  int tile_count = 0;        // tiles that show it
  double prominence = 0;     // the weakest of them: times the mean of the spectrum around it
};

// Looks for narrow peaks in the spectrum of the difference of red and blue that stand at one place
// in most tiles of the picture, away from the frequencies of JPEG's blocks.
//
// Input:  CV_8UC3 BGR as decoded (scaling it moves the waves). Below 512 pixels each way nothing is
//         looked for.
// Cost:   six transforms of 256 x 256, 6 ms.  Accuracy: bench/marks, docs/methods/screens.md
std::optional<ScreenGrid> find_screen_grid(const cv::Mat& bgr);

// Graded "weak": contradicts when there is a grid, with innocent causes (woven, printed or
// perforated goods); to be left out when there is none. No likelihood ratio.
Finding screen_grid_finding(const ScreenGrid& grid);

}  // namespace pixiu::provenance
