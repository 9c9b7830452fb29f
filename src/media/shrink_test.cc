#include "media/shrink.h"

#include <gtest/gtest.h>

namespace pixiu::media {
namespace {

TEST(Shrink, a_picture_that_fits_is_returned_as_it_is) {
  const cv::Mat picture(20, 30, CV_8UC3, cv::Scalar(1, 2, 3));
  EXPECT_EQ(shrink_to_fit(picture, 30).data, picture.data);
}

TEST(Shrink, the_long_side_is_met_and_the_shape_kept) {
  const cv::Mat wide(1000, 4000, CV_8UC3, cv::Scalar(10, 20, 30));
  const auto small = shrink_to_fit(wide, 1600);
  EXPECT_EQ(small.size(), cv::Size(1600, 400));
  EXPECT_EQ(shrink_to_fit(wide.t(), 1600).size(), cv::Size(400, 1600));
  EXPECT_EQ(small.at<cv::Vec3b>(0, 0), cv::Vec3b(10, 20, 30));
  EXPECT_EQ(small.at<cv::Vec3b>(399, 1599), cv::Vec3b(10, 20, 30));
}

TEST(Shrink, a_pixel_is_the_mean_of_what_it_covers) {
  cv::Mat picture(2, 4, CV_8UC1);
  picture.at<unsigned char>(0, 0) = 0;
  picture.at<unsigned char>(0, 1) = 100;
  picture.at<unsigned char>(1, 0) = 200;
  picture.at<unsigned char>(1, 1) = 100;
  picture.colRange(2, 4) = cv::Scalar(7);
  const auto small = shrink_to_fit(picture, 2);
  ASSERT_EQ(small.size(), cv::Size(2, 1));
  EXPECT_EQ(small.at<unsigned char>(0, 0), 100);
  EXPECT_EQ(small.at<unsigned char>(0, 1), 7);
}

TEST(Shrink, the_mean_survives_a_ratio_that_is_no_whole_number) {
  cv::Mat picture(333, 777, CV_8UC1);
  for (int y = 0; y < picture.rows; ++y) {
    for (int x = 0; x < picture.cols; ++x) {
      picture.at<unsigned char>(y, x) = static_cast<unsigned char>((x * 7 + y * 13) % 256);
    }
  }
  EXPECT_NEAR(cv::mean(shrink_to_fit(picture, 500))[0], cv::mean(picture)[0], 0.2);
}

TEST(Shrink, a_line_of_pixels_keeps_both_sides) {
  EXPECT_EQ(shrink_to_fit(cv::Mat(1, 65000, CV_8UC1, cv::Scalar(9)), 100).size(), cv::Size(100, 1));
}

}  // namespace
}  // namespace pixiu::media
