#pragma once

#include "findings/finding.h"
#include "provenance/visible_mark/edge_bands.h"
#include "provenance/visible_mark/mark_words.h"
#include "provenance/visible_mark/text_reader.h"

#include <array>
#include <vector>

#include <opencv2/core.hpp>

// The visible label of AI-generated content: GB 45438-2025, clause 4.
namespace pixiu::provenance::visible_mark {

inline constexpr std::string_view visible_mark_examiner = "gb45438_visible_mark";
inline constexpr std::string_view visible_mark_version = "2";

// A mark read in a picture.
struct VisibleMark {
  MarkWords words;
  Region region;               // in pixels of the picture
  double height_fraction = 0;  // of the characters, of the picture's shorter side
  bool is_high_enough = true;  // at least 5 % (clause 4.2)
  bool is_at_top = false;
  double contrast = 0;  // grey levels; low for marks that are half transparent
};

// Looks for lines of text at the top and bottom edges (text_lines.h) and reads those that look like
// a mark, at most lines_max of them. The characters' height is measured on the drawn strokes, so a
// mark set in type of exactly 5 % measures a little less; 4.5 % and more counts as high enough.
//
// Input: the picture's size and bands, upright. Cost: 5 ms without text; 6 to 10 ms a line to read.
// Not found: text along the left and right edges, text turned or curved, marks without words (the
// four-pointed star), marks that were painted over. Accuracy: bench/marks.
std::vector<VisibleMark> find_visible_marks(cv::Size picture, const std::array<Band, 2>& bands,
                                            TextReader& reader);

// Outcome: contradicts when a mark is there (the picture itself says AI), else neutral; no
// likelihood ratio. Regions: of the marks. Details: {"marks":[{"phrase","read","vendor"?,
// "height_fraction","is_high_enough","at":"top|bottom","contrast"}]}.
Finding visible_mark_finding(const std::vector<VisibleMark>& marks);

}  // namespace pixiu::provenance::visible_mark
