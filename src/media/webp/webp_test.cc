#include "media/webp/webp.h"

#include "base/limits.h"
#include "media/icc.h"
#include "media/notes.h"
#include "media/test_pictures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::media {
namespace {

using testing::Contains;

Photo decoded(const Bytes& file) {
  Result<Photo> photo = decode_photo(file);
  EXPECT_TRUE(photo.has_value()) << photo.error().message;
  return photo.has_value() ? *photo : Photo{};
}

double distance(const cv::Vec3b& a, const cv::Vec3b& b) {
  return cv::norm(a, b, cv::NORM_INF);
}

TEST(webp, lossless_decodes_exactly) {
  const cv::Mat picture = test::quarters(33, 21);
  const Photo photo = decoded(test::webp(picture, {.is_lossless = true}));
  EXPECT_EQ(photo.format, Format::webp);
  EXPECT_EQ(test::largest_difference(photo.pixels, picture), 0);
  EXPECT_FALSE(photo.had_alpha);
}

TEST(webp, lossy_decodes_closely) {
  const cv::Mat picture = test::quarters(64, 64);
  const Photo photo = decoded(test::webp(picture));
  for (int i = 0; i < 4; ++i) {
    EXPECT_LE(distance(test::quarter_colour(photo.pixels, i % 2, i / 2),
                       test::quarter_colour(picture, i % 2, i / 2)),
              8);
  }
}

TEST(webp, alpha_is_laid_over_white) {
  const cv::Mat picture = test::quarters(64, 64);
  for (const bool is_lossless : {false, true}) {
    const Photo photo =
        decoded(test::webp(picture, {.is_lossless = is_lossless, .has_alpha = true}));
    EXPECT_TRUE(photo.had_alpha);
    const cv::Vec3b before = test::quarter_colour(picture, 1, 0);
    const cv::Vec3b after = test::quarter_colour(photo.pixels, 1, 0);
    for (int c = 0; c < 3; ++c) EXPECT_NEAR(after[c], (before[c] * 128 + 255 * 127) / 255, 6);
  }
}

TEST(webp, exif_orientation_and_profile_are_applied) {
  const cv::Mat picture = test::quarters(40, 20);
  const Bytes file = test::webp(
      picture,
      {.is_lossless = true, .orientation = 6, .icc_profile = make_profile(display_p3_primaries)});
  const Photo photo = decoded(file);
  EXPECT_EQ(photo.orientation, 6);
  EXPECT_EQ(photo.full_size, (Size{20, 40}));
  EXPECT_TRUE(photo.had_icc_profile);
  const cv::Vec3b before = test::quarter_colour(picture, 0, 1);
  const cv::Vec3b after = test::quarter_colour(photo.pixels, 0, 0);
  EXPECT_GT(distance(before, after), 5);
  EXPECT_LE(distance(before, after), 60);
}

TEST(webp, an_animation_shows_its_first_frame_on_the_canvas) {
  const cv::Mat picture = test::quarters(20, 10);
  const Bytes file = test::animated_webp(picture, 3, {4, 2}, {40, 20});
  const Photo photo = decoded(file);
  EXPECT_EQ(photo.frame_count, 3);
  EXPECT_THAT(photo.notes, Contains(std::string(notes::several_frames)));
  EXPECT_EQ(photo.full_size, (Size{40, 20}));
  EXPECT_EQ(photo.pixels.at<cv::Vec3b>(0, 0), cv::Vec3b::all(255));
  EXPECT_LE(distance(photo.pixels.at<cv::Vec3b>(4, 8), picture.at<cv::Vec3b>(2, 4)), 12);
}

TEST(webp, frames_are_counted_up_to_the_limit) {
  const Bytes file = test::animated_webp(test::quarters(8, 8), 60, {0, 0}, {8, 8});
  EXPECT_EQ(decoded(file).frame_count, limits::photo_frames_max);
}

TEST(webp, cut_at_every_hundredth_it_says_so_or_shows_what_there_is) {
  for (const bool is_lossless : {false, true}) {
    const Bytes file = test::webp(test::quarters(200, 150), {.is_lossless = is_lossless});
    for (std::size_t hundredth = 1; hundredth < 100; ++hundredth) {
      const Bytes cut(file.begin(),
                      file.begin() + static_cast<std::ptrdiff_t>(file.size() * hundredth / 100));
      const Result<Photo> photo = decode_photo(cut);
      if (photo) {
        EXPECT_THAT(photo->notes, Contains(std::string(notes::truncated)));
      } else {
        EXPECT_TRUE(photo.error().code == ErrorCode::corrupted ||
                    photo.error().code == ErrorCode::unsupported)
            << photo.error().message;
      }
    }
  }
}

}  // namespace
}  // namespace pixiu::media
