#include "assessment/render.h"

#include <gtest/gtest.h>

namespace pixiu::assessment {
namespace {

TEST(DrawHeatmap, untouched_parts_are_grey_and_altered_parts_are_coloured) {
  const cv::Mat photo(40, 60, CV_8UC3, cv::Scalar(200, 100, 50));
  cv::Mat mask(40, 60, CV_8UC1, cv::Scalar(0));
  mask(cv::Rect(10, 10, 20, 20)).setTo(255);
  const cv::Mat heatmap = draw_heatmap(photo, mask);
  ASSERT_EQ(heatmap.size(), photo.size());
  const auto untouched = heatmap.at<cv::Vec3b>(2, 2);
  EXPECT_EQ(untouched[0], untouched[1]);
  EXPECT_EQ(untouched[1], untouched[2]);
  const auto altered = heatmap.at<cv::Vec3b>(20, 20);
  EXPECT_GT(altered[2], altered[1] + 100);
  EXPECT_EQ(heatmap.at<cv::Vec3b>(10, 15), cv::Vec3b(255, 255, 255));
}

TEST(DrawHeatmap, below_the_threshold_there_is_colour_but_no_outline) {
  const cv::Mat photo(20, 20, CV_8UC3, cv::Scalar(0, 0, 0));
  const cv::Mat mask(20, 20, CV_8UC1, cv::Scalar(127));
  const cv::Mat heatmap = draw_heatmap(photo, mask);
  const auto corner = heatmap.at<cv::Vec3b>(0, 0);
  EXPECT_NE(corner, cv::Vec3b(255, 255, 255));
  EXPECT_GT(corner[2], corner[0]);
}

TEST(MaskPng, an_assessment_without_a_mask_has_none_to_write) {
  const auto png = mask_png({});
  ASSERT_FALSE(png.has_value());
  EXPECT_EQ(png.error().code, ErrorCode::not_found);
  EXPECT_FALSE(heatmap_png({}).has_value());
}

}  // namespace
}  // namespace pixiu::assessment
