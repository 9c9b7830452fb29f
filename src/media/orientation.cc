#include "media/orientation.h"

#include "base/check.h"

namespace pixiu::media {
namespace {

constexpr int flip_rows = 0;     // about the horizontal axis
constexpr int flip_columns = 1;  // about the vertical axis
constexpr int flip_both = -1;

cv::Mat flipped(const cv::Mat& pixels, int axis) {
  cv::Mat result;
  cv::flip(pixels, result, axis);
  return result;
}

cv::Mat transposed(const cv::Mat& pixels) {
  cv::Mat result;
  cv::transpose(pixels, result);
  return result;
}

// Flips the rows where they are.
cv::Mat flipped_in_place(cv::Mat pixels, int axis) {
  cv::flip(pixels, pixels, axis);
  return pixels;
}

}  // namespace

bool swaps_sides(Orientation orientation) {
  return orientation >= 5 && orientation <= 8;
}

Size upright_size_of(Size stored, Orientation orientation) {
  if (swaps_sides(orientation)) return {stored.height, stored.width};
  return stored;
}

cv::Mat turn_upright(const cv::Mat& stored, Orientation orientation) {
  PIXIU_CHECK(orientation >= 1 && orientation <= 8);
  switch (orientation) {
    case 2: return flipped(stored, flip_columns);
    case 3: return flipped(stored, flip_both);
    case 4: return flipped(stored, flip_rows);
    case 5: return transposed(stored);
    case 6: return flipped_in_place(transposed(stored), flip_columns);
    case 7: return flipped_in_place(transposed(stored), flip_both);
    case 8: return flipped_in_place(transposed(stored), flip_rows);
    default: return stored;
  }
}

}  // namespace pixiu::media
