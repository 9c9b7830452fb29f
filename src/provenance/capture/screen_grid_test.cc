#include "provenance/capture/screen_grid.h"

#include <cmath>
#include <cstdint>
#include <numbers>

#include <gtest/gtest.h>

namespace pixiu::provenance {
namespace {

// Hills and grain, as an ordinary photo.
cv::Mat photo(int width = 1200, int height = 800) {
  cv::Mat picture(height, width, CV_8UC3);
  cv::RNG random(9);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const int level = static_cast<int>(120 + 40 * std::sin(x / 80.0) * std::cos(y / 60.0));
      for (int channel = 0; channel < 3; ++channel) {
        picture.at<cv::Vec3b>(y, x)[channel] =
            static_cast<std::uint8_t>(level + random.uniform(-8, 9));
      }
    }
  }
  return picture;
}

// Waves of `period` pixels; the colours a third of a wave apart, or all together.
cv::Mat with_waves(double period, bool is_coloured, const cv::Rect& where) {
  cv::Mat picture = photo();
  for (int y = where.y; y < where.br().y; ++y) {
    for (int x = where.x; x < where.br().x; ++x) {
      for (int channel = 0; channel < 3; ++channel) {
        const double shift = is_coloured ? channel / 3.0 : 0;
        const double wave = std::sin(2 * std::numbers::pi * ((x + 0.2 * y) / period + shift));
        picture.at<cv::Vec3b>(y, x)[channel] = static_cast<std::uint8_t>(
            picture.at<cv::Vec3b>(y, x)[channel] + std::lround(10 * wave));
      }
    }
  }
  return picture;
}

const cv::Rect everywhere(0, 0, 1200, 800);

TEST(ScreenGrid, coloured_waves_all_over_are_found) {
  const auto grid = find_screen_grid(with_waves(5.3, true, everywhere));
  ASSERT_TRUE(grid.has_value());
  EXPECT_EQ(grid->tile_count, 6);
  EXPECT_NEAR(grid->period_px, 5.3 / std::hypot(1, 0.2), 0.15);
  EXPECT_NEAR(grid->angle_degrees, std::atan(0.2) * 180 / std::numbers::pi, 1.5);
  const Finding finding = screen_grid_finding(*grid);
  EXPECT_EQ(finding.outcome, Outcome::contradicts);
  EXPECT_EQ(finding.details["grade"], "weak");
  EXPECT_FALSE(finding.log10_likelihood_ratio.has_value());
}

TEST(ScreenGrid, photos_grey_stripes_and_a_striped_part_are_none) {
  EXPECT_FALSE(find_screen_grid(photo()).has_value());
  EXPECT_FALSE(find_screen_grid(with_waves(5.3, false, everywhere)).has_value());
  EXPECT_FALSE(find_screen_grid(with_waves(5.3, true, {0, 0, 400, 800})).has_value());
  EXPECT_FALSE(find_screen_grid(cv::Mat(900, 900, CV_8UC3, cv::Scalar::all(7))).has_value());
}

TEST(ScreenGrid, steps_between_compressed_blocks_are_none) {
  cv::Mat picture = photo();
  for (int x = 0; x < picture.cols; x += 8) {
    for (int y = 0; y < picture.rows; ++y) picture.at<cv::Vec3b>(y, x)[2] += 6;
  }
  EXPECT_FALSE(find_screen_grid(picture).has_value());
}

TEST(ScreenGrid, small_pictures_are_not_looked_at) {
  EXPECT_FALSE(
      find_screen_grid(with_waves(5.3, true, everywhere)(cv::Rect(0, 0, 500, 800))).has_value());
}

}  // namespace
}  // namespace pixiu::provenance
