#include "provenance/visible_mark/removal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::provenance::visible_mark {
namespace {

using testing::IsEmpty;

// Grain as of gravel or cloth.
cv::Mat grain(int width, int height, int strength = 30) {
  cv::Mat picture(height, width, CV_8UC3);
  cv::RNG random(5);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const auto level = static_cast<uchar>(120 + random.uniform(-strength, strength + 1));
      picture.at<cv::Vec3b>(y, x) = cv::Vec3b(level, level, level);
    }
  }
  return picture;
}

const cv::Rect place(760, 660, 176, 48);  // of a mark in a picture of 960 x 720

TEST(Removal, a_smooth_box_at_a_marks_place_is_shown) {
  cv::Mat picture = grain(960, 720);
  picture(place).setTo(cv::Scalar(122, 122, 122));
  const auto signs = find_removal_signs(picture);
  ASSERT_EQ(signs.size(), 1U);
  const Region& region = signs[0].region;
  EXPECT_NEAR(region.x, place.x, 9);
  EXPECT_NEAR(region.y, place.y, 9);
  EXPECT_NEAR(region.width, place.width, 17);
  EXPECT_LT(signs[0].fine_inside, signs[0].fine_around / 3);
  const Finding finding = mark_removal_finding(signs);
  EXPECT_EQ(finding.details["grade"], "weak");
  EXPECT_FALSE(finding.log10_likelihood_ratio.has_value());
  EXPECT_EQ(finding.details["innocent_causes"].size(), 1U);
}

TEST(Removal, evenly_grained_and_evenly_smooth_pictures_show_none) {
  EXPECT_THAT(find_removal_signs(grain(960, 720)), IsEmpty());
  EXPECT_THAT(find_removal_signs(grain(960, 720, 1)), IsEmpty());
  EXPECT_THAT(find_removal_signs(grain(300, 200)), IsEmpty());
}

TEST(Removal, a_thing_of_another_tone_is_a_thing) {
  cv::Mat picture = grain(960, 720);
  picture(place).setTo(cv::Scalar(200, 200, 200));
  EXPECT_THAT(find_removal_signs(picture), IsEmpty());
}

TEST(Removal, a_smooth_strip_along_the_whole_edge_is_no_mark) {
  cv::Mat picture = grain(960, 720);
  picture.rowRange(660, 708).setTo(cv::Scalar(122, 122, 122));
  EXPECT_THAT(find_removal_signs(picture), IsEmpty());
}

}  // namespace
}  // namespace pixiu::provenance::visible_mark
