#include "provenance/visible_mark/components.h"

#include <algorithm>
#include <cstdint>

namespace pixiu::provenance::visible_mark {
namespace {

// Takes one piece out of the mask, from a pixel that belongs to it.
Component take_piece(cv::Mat& mask, cv::Point start, std::vector<cv::Point>& stack) {
  cv::Point low = start;
  cv::Point high = start;
  Component piece;
  stack.assign(1, start);
  mask.at<std::uint8_t>(start) = 0;
  while (!stack.empty()) {
    const cv::Point at = stack.back();
    stack.pop_back();
    ++piece.area_px;
    low = {std::min(low.x, at.x), std::min(low.y, at.y)};
    high = {std::max(high.x, at.x), std::max(high.y, at.y)};
    for (int y = std::max(at.y - 1, 0); y <= std::min(at.y + 1, mask.rows - 1); ++y) {
      for (int x = std::max(at.x - 1, 0); x <= std::min(at.x + 1, mask.cols - 1); ++x) {
        std::uint8_t& pixel = mask.at<std::uint8_t>(y, x);
        if (pixel == 0) continue;
        pixel = 0;
        stack.emplace_back(x, y);
      }
    }
  }
  piece.box = cv::Rect(low, high + cv::Point(1, 1));
  return piece;
}

}  // namespace

std::vector<Component> components_of(const cv::Mat& mask) {
  cv::Mat rest = mask.clone();
  std::vector<Component> pieces;
  std::vector<cv::Point> stack;
  for (int y = 0; y < rest.rows; ++y) {
    const auto* row = rest.ptr<std::uint8_t>(y);
    for (int x = 0; x < rest.cols; ++x) {
      if (row[x] == 0) continue;
      if (pieces.size() >= components_max) return pieces;
      pieces.push_back(take_piece(rest, {x, y}, stack));
    }
  }
  return pieces;
}

cv::Mat minus_local_mean(const cv::Mat& grey, int radius) {
  // Sums of the columns of a sliding band of rows, then a sliding window over them.
  const int width = grey.cols;
  const int height = grey.rows;
  std::vector<int> sums(static_cast<std::size_t>(width), 0);
  const auto add_row = [&](int y, int sign) {
    const auto* row = grey.ptr<std::uint8_t>(y);
    for (int x = 0; x < width; ++x) sums[static_cast<std::size_t>(x)] += sign * row[x];
  };
  cv::Mat difference(grey.size(), CV_16SC1);
  for (int y = 0; y < std::min(radius, height); ++y) add_row(y, 1);
  for (int y = 0; y < height; ++y) {
    if (y + radius < height) add_row(y + radius, 1);
    if (y - radius - 1 >= 0) add_row(y - radius - 1, -1);
    const int rows = std::min(y + radius, height - 1) - std::max(y - radius, 0) + 1;
    const auto* in = grey.ptr<std::uint8_t>(y);
    auto* out = difference.ptr<std::int16_t>(y);
    int sum = 0;
    for (int x = 0; x < std::min(radius, width); ++x) sum += sums[static_cast<std::size_t>(x)];
    for (int x = 0; x < width; ++x) {
      if (x + radius < width) sum += sums[static_cast<std::size_t>(x + radius)];
      if (x - radius - 1 >= 0) sum -= sums[static_cast<std::size_t>(x - radius - 1)];
      const int columns = std::min(x + radius, width - 1) - std::max(x - radius, 0) + 1;
      out[x] = static_cast<std::int16_t>(in[x] - sum / (rows * columns));
    }
  }
  return difference;
}

}  // namespace pixiu::provenance::visible_mark
