#include "provenance/capture/screen_look.h"

#include "provenance/capture/screen_copy.h"

#include <gtest/gtest.h>

namespace pixiu::provenance {
namespace {

cv::Mat photo(int width, int height) {
  cv::Mat picture(height, width, CV_8UC3);
  cv::RNG(3).fill(picture, cv::RNG::UNIFORM, 60, 200);
  return picture;
}

// A phone's screen: a plain bar with signs at both ends, the photo below.
cv::Mat screen() {
  cv::Mat picture = photo(1080, 2400);
  picture.rowRange(0, 100).setTo(cv::Scalar::all(255));
  for (int x = 60; x < 200; x += 14) picture(cv::Rect(x, 36, 6, 30)).setTo(cv::Scalar::all(20));
  for (int x = 860; x < 1020; x += 18) picture(cv::Rect(x, 36, 8, 30)).setTo(cv::Scalar::all(20));
  return picture;
}

TEST(ScreenLook, a_status_bar_is_a_plain_strip_with_signs_at_both_ends) {
  const ScreenLook look = look_for_screen(screen());
  ASSERT_TRUE(look.status_bar.has_value());
  EXPECT_EQ(look.status_bar->width, 1080);
  EXPECT_NEAR(look.status_bar->height, 71, 8);
}

TEST(ScreenLook, photos_plain_tops_and_one_sign_are_none) {
  EXPECT_FALSE(look_for_screen(photo(1080, 2400)).status_bar.has_value());
  cv::Mat plain_top = screen();
  plain_top.rowRange(0, 100).setTo(cv::Scalar::all(255));
  EXPECT_FALSE(look_for_screen(plain_top).status_bar.has_value());
  cv::Mat one_sign = screen();
  one_sign(cv::Rect(540, 0, 540, 100)).setTo(cv::Scalar::all(255));
  EXPECT_FALSE(look_for_screen(one_sign).status_bar.has_value());
  cv::Mat title = screen();
  title(cv::Rect(500, 36, 80, 30)).setTo(cv::Scalar::all(20));
  EXPECT_FALSE(look_for_screen(title).status_bar.has_value());
  EXPECT_FALSE(look_for_screen(screen().colRange(0, 200)).status_bar.has_value());
}

TEST(ScreenLook, bars_are_plain_and_end_at_one_line) {
  cv::Mat picture = photo(1080, 2400);
  EXPECT_FALSE(look_for_screen(picture).has_bars);
  picture.rowRange(0, 500).setTo(cv::Scalar::all(0));
  EXPECT_FALSE(look_for_screen(picture).has_bars);
  picture.rowRange(2000, 2400).setTo(cv::Scalar::all(0));
  EXPECT_TRUE(look_for_screen(picture).has_bars);
  EXPECT_FALSE(look_for_screen(cv::Mat(600, 600, CV_8UC3, cv::Scalar::all(0))).has_bars);
  EXPECT_FALSE(look_for_screen(cv::Mat(5, 5, CV_8UC3, cv::Scalar::all(0))).has_bars);
}

TEST(ScreenLook, what_pixels_show_counts_only_where_no_camera_is_named) {
  const ScreenLook look = look_for_screen(screen());
  media::CaptureMetadata camera;
  camera.make = "Canon";
  EXPECT_FALSE(screen_copy_finding(camera, media::Format::jpeg, {1080, 2400}, look).has_value());
  const auto finding = screen_copy_finding({}, media::Format::jpeg, {1079, 2399}, look);
  ASSERT_TRUE(finding.has_value());
  EXPECT_EQ(finding->outcome, Outcome::neutral);
  EXPECT_EQ(finding->details["grade"], "weak");
  EXPECT_EQ(finding->regions.size(), 1U);
}

}  // namespace
}  // namespace pixiu::provenance
