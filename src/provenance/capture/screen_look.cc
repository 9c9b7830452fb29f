#include "provenance/capture/screen_look.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <vector>

namespace pixiu::provenance {
namespace {

constexpr int side_px_min = 300;
constexpr double phone_aspect_min = 1.6;  // height to width
constexpr double phone_aspect_max = 2.5;
constexpr double status_bar_share = 0.045;  // of the height, at most
constexpr int plain_tolerance = 10;         // grey levels: JPEG rings around the signs
constexpr double bar_share_min = 0.03;      // of the side
constexpr int bar_tolerance = 3;

using Colour = cv::Vec3b;

bool is_near(const Colour& a, const Colour& b, int tolerance) {
  return std::abs(a[0] - b[0]) <= tolerance && std::abs(a[1] - b[1]) <= tolerance &&
         std::abs(a[2] - b[2]) <= tolerance;
}

// Pixels of [begin, end) of a row that are not the ground's colour.
int ink_in(const cv::Mat& bgr, int row, int begin, int end, const Colour& ground) {
  const Colour* pixels = bgr.ptr<Colour>(row);
  int count = 0;
  for (int x = begin; x < end; ++x) count += is_near(pixels[x], ground, plain_tolerance) ? 0 : 1;
  return count;
}

// The first line of ink in one part of the strip, and how much of its rows it covers.
struct Ink {
  int first_row = -1;
  int last_row = -1;
  double coverage = 0;
};

// The line ends where `margin` rows without ink follow it.
Ink ink_of(const cv::Mat& bgr, int rows, cv::Range part, const Colour& ground, int margin) {
  Ink ink;
  int count = 0;
  for (int row = 0; row < rows; ++row) {
    const int in_row = ink_in(bgr, row, part.start, part.end, ground);
    if (in_row == 0 && ink.first_row >= 0 && row - ink.last_row > margin) break;
    if (in_row == 0) continue;
    if (ink.first_row < 0) ink.first_row = row;
    ink.last_row = row;
    count += in_row;
  }
  if (ink.first_row >= 0) {
    ink.coverage = static_cast<double>(count) / ((ink.last_row - ink.first_row + 1) * part.size());
  }
  return ink;
}

std::optional<Region> status_bar_of(const cv::Mat& bgr) {
  const double aspect = static_cast<double>(bgr.rows) / bgr.cols;
  if (bgr.cols < side_px_min || aspect < phone_aspect_min || aspect > phone_aspect_max) {
    return std::nullopt;
  }
  const Colour ground = bgr.at<Colour>(1, bgr.cols / 2);
  // The first rows are plain from end to end: leaves nearly every photo at once.
  for (const int row : {0, 2, 4}) {
    if (ink_in(bgr, row, 0, bgr.cols, ground) > bgr.cols / 200) return std::nullopt;
  }
  const int rows = static_cast<int>(bgr.rows * status_bar_share);
  const int margin = std::max(2, bgr.rows / 400);
  const int third = bgr.cols / 3;
  const Ink left = ink_of(bgr, rows, {0, third}, ground, margin);
  const Ink right = ink_of(bgr, rows, {bgr.cols - third, bgr.cols}, ground, margin);
  const int end = std::max(left.last_row, right.last_row) + margin;
  const Ink middle =
      ink_of(bgr, std::clamp(end, 0, rows), {third, bgr.cols - third}, ground, margin);
  for (const Ink& ink : {left, right}) {
    const int height = ink.last_row - ink.first_row + 1;
    const bool is_signs = ink.first_row >= margin && ink.last_row < rows - margin &&
                          height * 200 >= bgr.rows && ink.coverage >= 0.04 && ink.coverage <= 0.6;
    if (!is_signs) return std::nullopt;
  }
  // One line: both ends stand at one height.
  const int shared =
      std::min(left.last_row, right.last_row) - std::max(left.first_row, right.first_row) + 1;
  if (shared * 2 < left.last_row - left.first_row + 1) return std::nullopt;
  if (middle.coverage > 0.02) return std::nullopt;
  return Region{0, 0, bgr.cols, end};
}

// How many lines from an edge have the edge's colour throughout; `at` gives a line's pixel.
template <class At>
int plain_lines(int lines, int length, const At& at) {
  const Colour ground = at(0, length / 2);
  for (int line = 0; line < lines; ++line) {
    for (int along = 0; along < length; along += 2) {
      if (!is_near(at(line, along), ground, bar_tolerance)) return line;
    }
  }
  return lines;
}

// The line behind the bar differs from it nearly everywhere: a picture begins there.
template <class At>
bool ends_at_once(int line, int lines, int length, const At& at) {
  constexpr int behind = 10;  // JPEG's blocks ring before and behind an edge
  if (line + behind >= lines) return false;
  const Colour ground = at(0, length / 2);
  int other = 0;
  for (int along = 0; along < length; ++along) {
    other += is_near(at(line + behind, along), ground, 4 * bar_tolerance) ? 0 : 1;
  }
  return other * 10 >= length * 7;
}

template <class At>
bool has_bar(int lines, int length, const At& at) {
  const int plain = plain_lines(lines / 2, length, at);
  return plain >= bar_share_min * lines && plain < lines / 2 &&
         ends_at_once(plain, lines, length, at);
}

bool has_bars(const cv::Mat& bgr) {
  const int rows = bgr.rows;
  const int columns = bgr.cols;
  const auto top = [&](int line, int along) { return bgr.at<Colour>(line, along); };
  const auto bottom = [&](int line, int along) { return bgr.at<Colour>(rows - 1 - line, along); };
  const auto left = [&](int line, int along) { return bgr.at<Colour>(along, line); };
  const auto right = [&](int line, int along) { return bgr.at<Colour>(along, columns - 1 - line); };
  return (has_bar(rows, columns, top) && has_bar(rows, columns, bottom)) ||
         (has_bar(columns, rows, left) && has_bar(columns, rows, right));
}

}  // namespace

ScreenLook look_for_screen(const cv::Mat& bgr) {
  if (bgr.cols < 32 || bgr.rows < 32) return {};
  return {.status_bar = status_bar_of(bgr), .has_bars = has_bars(bgr)};
}

}  // namespace pixiu::provenance
