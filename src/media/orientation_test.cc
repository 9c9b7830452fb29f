#include "media/orientation.h"

#include "media/test_pictures.h"

#include <gtest/gtest.h>

namespace pixiu::media {
namespace {

// Where the pixel of the upright picture stands in the stored one (EXIF 2.32, 4.6.4 A: what the
// 0th row and the 0th column of the stored picture show).
cv::Point stored_place(cv::Point upright, cv::Size size, Orientation orientation) {
  const int right = size.width - 1 - upright.x;
  const int below = size.height - 1 - upright.y;
  switch (orientation) {
    case 2: return {right, upright.y};
    case 3: return {right, below};
    case 4: return {upright.x, below};
    case 5: return {upright.y, upright.x};
    case 6: return {upright.y, right};
    case 7: return {below, right};
    case 8: return {below, upright.x};
    default: return upright;
  }
}

cv::Mat stored_as(const cv::Mat& upright, Orientation orientation) {
  const Size stored = upright_size_of({upright.cols, upright.rows}, orientation);
  cv::Mat pixels(stored.height, stored.width, CV_8UC3);
  for (int y = 0; y < upright.rows; ++y) {
    for (int x = 0; x < upright.cols; ++x) {
      pixels.at<cv::Vec3b>(stored_place({x, y}, upright.size(), orientation)) =
          upright.at<cv::Vec3b>(y, x);
    }
  }
  return pixels;
}

TEST(orientation, every_stored_orientation_is_turned_upright) {
  const cv::Mat upright = test::quarters(150, 83);  // more than one tile, and no whole ones
  for (Orientation orientation = 1; orientation <= 8; ++orientation) {
    const cv::Mat turned = turn_upright(stored_as(upright, orientation), orientation);
    EXPECT_EQ(test::largest_difference(turned, upright), 0) << "orientation " << orientation;
  }
}

TEST(orientation, an_upright_picture_is_not_copied) {
  const cv::Mat upright = test::quarters(6, 4);
  EXPECT_EQ(turn_upright(upright, 1).data, upright.data);
}

TEST(orientation, four_of_eight_swap_the_sides) {
  for (Orientation orientation = 1; orientation <= 8; ++orientation) {
    EXPECT_EQ(swaps_sides(orientation), orientation > 4);
    const Size expected = orientation > 4 ? Size{4, 6} : Size{6, 4};
    EXPECT_EQ(upright_size_of({6, 4}, orientation), expected);
  }
}

}  // namespace
}  // namespace pixiu::media
