#include "media/orientation.h"

#include "base/check.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>

namespace pixiu::media {
namespace {

// Both sides of a tile stay in the first-level cache while it is turned.
constexpr int tile_px = 64;
constexpr int pixel_bytes = 3;

void reverse_columns(cv::Mat& pixels) {
  for (int y = 0; y < pixels.rows; ++y) {
    auto* row = pixels.ptr<cv::Vec3b>(y);
    std::reverse(row, row + pixels.cols);
  }
}

void reverse_rows(cv::Mat& pixels) {
  for (int y = 0; y < pixels.rows / 2; ++y) {
    std::uint8_t* upper = pixels.ptr(y);
    std::swap_ranges(upper, upper + pixels.cols * pixel_bytes, pixels.ptr(pixels.rows - 1 - y));
  }
}

struct Reversal {
  bool rows = false;     // the stored rows run from the last to the first
  bool columns = false;  // the stored columns do
};

// One tile of the turned picture: its rows are columns of the stored one.
void transpose_tile(const cv::Mat& stored, Reversal reversal, cv::Rect tile, cv::Mat& turned) {
  const auto row_step = static_cast<std::ptrdiff_t>(stored.step) * (reversal.rows ? -1 : 1);
  for (int y = tile.y; y < tile.y + tile.height; ++y) {
    const int column = reversal.columns ? stored.cols - 1 - y : y;
    const int row = reversal.rows ? stored.rows - 1 - tile.x : tile.x;
    const std::uint8_t* from = stored.ptr(row) + column * pixel_bytes;
    std::uint8_t* to = turned.ptr(y) + tile.x * pixel_bytes;
    // Four bytes at once are more than twice as fast; the fourth is overwritten by the next pixel,
    // which must be there, as must a byte behind the one read.
    const int quick_count = column + 1 < stored.cols ? tile.width - 1 : 0;
    for (int x = 0; x < quick_count; ++x, from += row_step, to += pixel_bytes) {
      std::memcpy(to, from, 4);
    }
    for (int x = quick_count; x < tile.width; ++x, from += row_step, to += pixel_bytes) {
      std::memcpy(to, from, 3);
    }
  }
}

cv::Mat transposed(const cv::Mat& stored, Reversal reversal) {
  cv::Mat turned(stored.cols, stored.rows, CV_8UC3);
  for (int y = 0; y < turned.rows; y += tile_px) {
    for (int x = 0; x < turned.cols; x += tile_px) {
      const cv::Rect tile(x, y, std::min(tile_px, turned.cols - x),
                          std::min(tile_px, turned.rows - y));
      transpose_tile(stored, reversal, tile, turned);
    }
  }
  return turned;
}

}  // namespace

bool swaps_sides(Orientation orientation) {
  return orientation >= 5 && orientation <= 8;
}

Size upright_size_of(Size stored, Orientation orientation) {
  if (swaps_sides(orientation)) return {stored.height, stored.width};
  return stored;
}

cv::Mat turn_upright(cv::Mat stored, Orientation orientation) {
  PIXIU_CHECK(orientation >= 1 && orientation <= 8);
  PIXIU_CHECK(stored.type() == CV_8UC3);
  if (swaps_sides(orientation)) {
    return transposed(stored, {.rows = orientation == 6 || orientation == 7,
                               .columns = orientation == 7 || orientation == 8});
  }
  if (orientation == 2 || orientation == 3) reverse_columns(stored);
  if (orientation == 3 || orientation == 4) reverse_rows(stored);
  return stored;
}

}  // namespace pixiu::media
