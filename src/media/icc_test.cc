#include "media/icc.h"

#include "media/notes.h"
#include "media/test_pictures.h"

#include <array>
#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <lcms2.h>

namespace pixiu::media {
namespace {

using testing::Contains;
using testing::IsEmpty;

Bytes saved(cmsHPROFILE profile) {
  cmsUInt32Number size = 0;
  cmsSaveProfileToMem(profile, nullptr, &size);
  Bytes bytes(size);
  cmsSaveProfileToMem(profile, bytes.data(), &size);
  cmsCloseProfile(profile);
  return bytes;
}

Bytes srgb_profile() {
  return saved(cmsCreate_sRGBProfile());
}

Bytes grey_profile(double gamma) {
  cmsToneCurve* curve = cmsBuildGamma(nullptr, gamma);
  const Bytes bytes = saved(cmsCreateGrayProfile(cmsD50_xyY(), curve));
  cmsFreeToneCurve(curve);
  return bytes;
}

StoredPicture picture_of(const cv::Mat& pixels, Bytes profile,
                         ColourModel model = ColourModel::rgb) {
  return {.pixels = pixels.clone(), .colour_model = model, .icc_profile = std::move(profile)};
}

// What lcms itself makes of BGR values.
cv::Mat by_lcms(const cv::Mat& bgr, const Bytes& profile) {
  cmsHPROFILE from = cmsOpenProfileFromMem(profile.data(), static_cast<unsigned>(profile.size()));
  cmsHPROFILE to = cmsCreate_sRGBProfile();
  cmsHTRANSFORM transform =
      cmsCreateTransform(from, TYPE_BGR_8, to, TYPE_BGR_8, INTENT_PERCEPTUAL, 0);
  cv::Mat result(bgr.size(), CV_8UC3);
  cmsDoTransform(transform, bgr.data, result.data, static_cast<unsigned>(bgr.total()));
  cmsDeleteTransform(transform);
  cmsCloseProfile(from);
  cmsCloseProfile(to);
  return result;
}

cv::Mat many_colours() {
  cv::Mat colours(64, 64, CV_8UC3);
  cv::RNG random(7);
  random.fill(colours, cv::RNG::UNIFORM, 0, 256);
  for (int i = 0; i < 64; ++i)
    colours.at<cv::Vec3b>(0, i) = cv::Vec3b::all(static_cast<uchar>(i * 4));
  return colours;
}

TEST(icc, without_a_profile_nothing_changes) {
  StoredPicture picture = picture_of(many_colours(), {});
  convert_to_srgb(picture);
  EXPECT_EQ(test::largest_difference(picture.pixels, many_colours()), 0);
  EXPECT_THAT(picture.notes, IsEmpty());
}

TEST(icc, an_srgb_profile_changes_nothing) {
  StoredPicture picture = picture_of(many_colours(), srgb_profile());
  convert_to_srgb(picture);
  EXPECT_EQ(test::largest_difference(picture.pixels, many_colours()), 0);
}

TEST(icc, display_p3_is_converted_as_lcms_does) {
  const Bytes profile = make_profile(display_p3_primaries);
  StoredPicture picture = picture_of(many_colours(), profile);
  convert_to_srgb(picture);
  EXPECT_LE(test::largest_difference(picture.pixels, by_lcms(many_colours(), profile)), 2);
  EXPECT_GT(test::largest_difference(picture.pixels, many_colours()), 20);
}

TEST(icc, a_known_display_p3_colour_has_its_srgb_value) {
  // P3 (234, 51, 35) is sRGB red (CSS Color 4: color(display-p3 0.917 0.2 0.139)).
  const cv::Mat red(1, 1, CV_8UC3, cv::Scalar(35, 51, 234));
  StoredPicture picture = picture_of(red, make_profile(display_p3_primaries));
  convert_to_srgb(picture);
  const auto colour = picture.pixels.at<cv::Vec3b>(0, 0);
  EXPECT_NEAR(colour[2], 255, 1);
  EXPECT_NEAR(colour[1], 0, 8);
  EXPECT_NEAR(colour[0], 0, 8);
}

TEST(icc, grey_stays_grey_in_a_wide_space) {
  cv::Mat greys(1, 256, CV_8UC3);
  for (int i = 0; i < 256; ++i) greys.at<cv::Vec3b>(0, i) = cv::Vec3b::all(static_cast<uchar>(i));
  StoredPicture picture = picture_of(greys, make_profile(display_p3_primaries));
  convert_to_srgb(picture);
  EXPECT_LE(test::largest_difference(picture.pixels, greys), 1);
}

TEST(icc, a_grey_profile_is_applied_to_a_grey_picture) {
  const cv::Mat grey(2, 2, CV_8UC3, cv::Scalar::all(64));
  StoredPicture picture = picture_of(grey, grey_profile(1.0), ColourModel::grey);
  convert_to_srgb(picture);
  EXPECT_NEAR(picture.pixels.at<cv::Vec3b>(0, 0)[0], 137, 2);  // linear 0.251
  EXPECT_THAT(picture.notes, IsEmpty());
}

TEST(icc, a_grey_profile_on_colours_is_noted_and_left) {
  StoredPicture picture = picture_of(many_colours(), grey_profile(2.2));
  convert_to_srgb(picture);
  EXPECT_EQ(test::largest_difference(picture.pixels, many_colours()), 0);
  EXPECT_THAT(picture.notes, Contains(std::string(notes::icc_profile_mismatch)));
}

TEST(icc, ink_without_a_profile_follows_the_plain_formula) {
  cv::Mat ink(1, 2, CV_8UC4);
  ink.at<cv::Vec4b>(0, 0) = {255, 0, 0, 0};  // cyan
  ink.at<cv::Vec4b>(0, 1) = {0, 0, 0, 128};  // half black
  StoredPicture picture = picture_of(ink, {}, ColourModel::cmyk);
  convert_to_srgb(picture);
  EXPECT_EQ(picture.pixels.at<cv::Vec3b>(0, 0), cv::Vec3b(255, 255, 0));
  EXPECT_EQ(picture.pixels.at<cv::Vec3b>(0, 1), cv::Vec3b::all(127));
  EXPECT_THAT(picture.notes, Contains(std::string(notes::cmyk_without_profile)));
}

TEST(icc, every_damaged_profile_leaves_a_picture) {
  const Bytes whole = make_profile(display_p3_primaries);
  cv::RNG random(11);
  for (int i = 0; i < 500; ++i) {
    Bytes damaged = whole;
    for (int k = 0; k < 4; ++k) {
      damaged[static_cast<std::size_t>(random.uniform(0, static_cast<int>(whole.size())))] =
          static_cast<std::byte>(random.uniform(0, 256));
    }
    if (i % 3 == 0)
      damaged.resize(static_cast<std::size_t>(random.uniform(1, static_cast<int>(whole.size()))));
    StoredPicture picture = picture_of(many_colours(), damaged);
    convert_to_srgb(picture);
    EXPECT_EQ(picture.pixels.type(), CV_8UC3);
  }
}

TEST(icc, text_in_place_of_a_profile_is_noted) {
  const ByteView text = bytes_of("this is no profile");
  StoredPicture picture = picture_of(many_colours(), Bytes(text.begin(), text.end()));
  convert_to_srgb(picture);
  EXPECT_EQ(test::largest_difference(picture.pixels, many_colours()), 0);
  EXPECT_THAT(picture.notes, Contains(std::string(notes::icc_profile_broken)));
}

}  // namespace
}  // namespace pixiu::media
