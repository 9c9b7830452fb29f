#pragma once

#include "findings/finding.h"
#include "provenance/visible_mark/edge_bands.h"

#include <array>
#include <vector>

#include <opencv2/core.hpp>

namespace pixiu::provenance::visible_mark {

// Something near the picture's top or bottom edge that looks like a line of overlaid text.
struct TextLine {
  Region region;          // in pixels of the picture
  double height_px = 0;   // of the characters, in the picture
  bool is_bright = true;  // brighter than what is around it
  double contrast = 0;    // grey levels between the characters and what is around them
  double score = 0;       // higher looks more like text
  cv::Mat dark_on_light;  // CV_8UC1, the line with a margin, contrast evened out, for reading
};

inline constexpr std::size_t lines_max = 2;

// Lines of characters of one tone in a picture's bands: pieces brighter (or darker) than their
// surroundings, of even height, side by side on one base line, of thin strokes, where marks stand.
// A cheap look that decides whether reading is worth its time; fine structure of a photo (leaves,
// weave) passes it now and then, and nothing is said on its word alone.
//
// Output: at most lines_max, best first.
// Cost:   2 to 8 ms, as for a picture of 720 pixels' shorter side; measured by bench/marks.
// Source: docs/methods/visible_mark.md
std::vector<TextLine> find_text_lines(const std::array<Band, 2>& bands);

}  // namespace pixiu::provenance::visible_mark
