#include "provenance/visible_mark/edge_bands.h"

#include "provenance/visible_mark/components.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace pixiu::provenance::visible_mark {
namespace {

constexpr int working_side_px = 720;  // of the picture's shorter side
constexpr double band_height = 0.13;  // of the picture
constexpr int mean_radius_px = 24;

// Grey, each pixel the mean of `step` x `step` pixels; what does not fill a step is left out.
cv::Mat shrunk_grey(const cv::Mat& bgr, int step) {
  cv::Mat grey(bgr.rows / step, bgr.cols / step, CV_8UC1);
  std::vector<int> sums(static_cast<std::size_t>(grey.cols));
  const int divisor = step * step * 256;
  for (int y = 0; y < grey.rows; ++y) {
    std::fill(sums.begin(), sums.end(), 0);
    for (int row = y * step; row < (y + 1) * step; ++row) {
      const std::uint8_t* in = bgr.ptr<std::uint8_t>(row);
      for (int& sum : sums) {
        for (int column = 0; column < step; ++column, in += 3) {
          sum += in[0] * 29 + in[1] * 150 + in[2] * 77;
        }
      }
    }
    auto* out = grey.ptr<std::uint8_t>(y);
    for (int x = 0; x < grey.cols; ++x) {
      out[x] = static_cast<std::uint8_t>(sums[static_cast<std::size_t>(x)] / divisor);
    }
  }
  return grey;
}

Band band_of(const cv::Mat& bgr, bool is_at_top) {
  const int rows = std::max(static_cast<int>(bgr.rows * band_height), picture_side_px_min / 2);
  const int top = is_at_top ? 0 : bgr.rows - rows;
  const int side = std::min(bgr.cols, bgr.rows);
  const int step = std::max(1, (side + working_side_px / 2) / working_side_px);
  Band band;
  band.grey = shrunk_grey(bgr.rowRange(top, top + rows), step);
  band.difference = minus_local_mean(band.grey, mean_radius_px);
  band.place = {0, top};
  band.scale = step;
  band.is_at_top = is_at_top;
  band.short_side_px = side / step;
  return band;
}

}  // namespace

std::array<Band, 2> edge_bands(const cv::Mat& bgr) {
  return {band_of(bgr, true), band_of(bgr, false)};
}

}  // namespace pixiu::provenance::visible_mark
