#include "provenance/visible_mark/vendor_sign.h"

#include <cmath>
#include <cstdint>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::provenance::visible_mark {
namespace {

using testing::IsEmpty;

cv::Mat waves(int width, int height) {
  cv::Mat picture(height, width, CV_8UC3);
  cv::RNG random(11);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const int level = static_cast<int>(110 + std::sin(x / 60.0) * 30) + random.uniform(-6, 7);
      picture.at<cv::Vec3b>(y, x) = cv::Vec3b(static_cast<uchar>(level), static_cast<uchar>(level),
                                              static_cast<uchar>(level + 10));
    }
  }
  return picture;
}

void lay_shape(cv::Mat& picture, double exponent, cv::Rect place, double opacity = 0.6) {
  const cv::Mat shape = drawn_star(place.width, exponent);
  for (int y = 0; y < place.height; ++y) {
    for (int x = 0; x < place.width; ++x) {
      const double part = opacity * static_cast<double>(shape.at<float>(y, x));
      cv::Vec3b& pixel = picture.at<cv::Vec3b>(place.y + y, place.x + x);
      for (int channel = 0; channel < 3; ++channel) {
        pixel[channel] = static_cast<uchar>(pixel[channel] * (1 - part) + 255 * part);
      }
    }
  }
}

TEST(VendorSign, a_star_in_a_corner_is_found_where_it_stands) {
  for (const int side : {720, 1440}) {
    const int star = side / 15;
    cv::Mat picture = waves(side * 4 / 3, side);
    const cv::Rect place(picture.cols - star - side / 30, side - star - side / 30, star, star);
    lay_shape(picture, 0.6, place);
    const auto signs = find_vendor_signs(edge_bands(picture));
    ASSERT_EQ(signs.size(), 1U) << side;
    EXPECT_NEAR(signs[0].region.x + signs[0].region.width / 2, place.x + star / 2, star / 6);
    EXPECT_NEAR(signs[0].height_fraction, 1.0 / 15, 0.015);
    const Finding finding = vendor_sign_finding(signs);
    EXPECT_EQ(finding.outcome, Outcome::contradicts);
    EXPECT_FALSE(finding.log10_likelihood_ratio.has_value());
    EXPECT_EQ(finding.regions.size(), 1U);
  }
}

TEST(VendorSign, discs_diamonds_and_squares_are_none) {
  for (const double exponent : {1.0, 2.0, 12.0}) {
    cv::Mat picture = waves(960, 720);
    lay_shape(picture, exponent, {880, 640, 48, 48});
    EXPECT_THAT(find_vendor_signs(edge_bands(picture)), IsEmpty()) << exponent;
  }
}

TEST(VendorSign, a_star_elsewhere_is_not_looked_at) {
  cv::Mat picture = waves(960, 720);
  lay_shape(picture, 0.6, {480, 360, 48, 48});
  lay_shape(picture, 0.6, {480, 660, 48, 48});
  EXPECT_THAT(find_vendor_signs(edge_bands(picture)), IsEmpty());
  EXPECT_EQ(vendor_sign_finding({}).outcome, Outcome::neutral);
}

}  // namespace
}  // namespace pixiu::provenance::visible_mark
