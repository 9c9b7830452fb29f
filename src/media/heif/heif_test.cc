#include "media/heif/heif.h"

#include "media/icc.h"
#include "media/test_pictures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::media {
namespace {

Photo decoded(const Bytes& file) {
  Result<Photo> photo = decode_photo(file);
  EXPECT_TRUE(photo.has_value()) << photo.error().message;
  return photo.has_value() ? *photo : Photo{};
}

double distance(const cv::Vec3b& a, const cv::Vec3b& b) {
  return cv::norm(a, b, cv::NORM_INF);
}

TEST(heif, heic_and_avif_decode_closely) {
  const cv::Mat picture = test::quarters(80, 64);
  for (const bool is_av1 : {false, true}) {
    const Photo photo = decoded(test::heif(picture, {.is_av1 = is_av1}));
    EXPECT_EQ(photo.format, Format::heif);
    EXPECT_EQ(photo.full_size, (Size{80, 64}));
    for (int i = 0; i < 4; ++i) {
      EXPECT_LE(distance(test::quarter_colour(photo.pixels, i % 2, i / 2),
                         test::quarter_colour(picture, i % 2, i / 2)),
                12);
    }
  }
}

TEST(heif, the_containers_rotation_is_applied_once) {
  const cv::Mat picture = test::quarters(96, 64);
  const Bytes file = test::heif(picture, {.clockwise_quarter_turns = 1, .exif_orientation = 6});
  const Photo photo = decoded(file);
  EXPECT_EQ(photo.full_size, (Size{64, 96}));
  EXPECT_EQ(photo.pixels.size(), cv::Size(64, 96));
  EXPECT_EQ(read_info(file)->upright_size, (Size{64, 96}));
  // A quarter turn clockwise: what stood bottom left now stands top left.
  EXPECT_LE(distance(test::quarter_colour(photo.pixels, 0, 0), test::quarter_colour(picture, 0, 1)),
            12);
}

TEST(heif, an_exif_orientation_alone_turns_nothing) {
  const Photo photo = decoded(test::heif(test::quarters(96, 64), {.exif_orientation = 6}));
  EXPECT_EQ(photo.full_size, (Size{96, 64}));
  EXPECT_EQ(photo.orientation, 1);
}

TEST(heif, alpha_is_laid_over_white) {
  const cv::Mat picture = test::quarters(64, 64);
  const Photo photo = decoded(test::heif(picture, {.has_alpha = true}));
  EXPECT_TRUE(photo.had_alpha);
  const cv::Vec3b before = test::quarter_colour(picture, 1, 0);
  const cv::Vec3b after = test::quarter_colour(photo.pixels, 1, 0);
  for (int c = 0; c < 3; ++c) EXPECT_NEAR(after[c], (before[c] * 128 + 255 * 127) / 255, 12);
}

TEST(heif, a_phones_wide_profile_is_converted) {
  const cv::Mat picture = test::quarters(64, 64);
  const Photo plain = decoded(test::heif(picture));
  const Photo wide =
      decoded(test::heif(picture, {.icc_profile = make_profile(display_p3_primaries)}));
  EXPECT_TRUE(wide.had_icc_profile);
  EXPECT_GT(
      distance(test::quarter_colour(plain.pixels, 0, 0), test::quarter_colour(wide.pixels, 0, 0)),
      5);
}

TEST(heif, cut_at_every_hundredth_it_gives_a_reason_or_a_picture) {
  const Bytes file = test::heif(test::quarters(128, 96));
  for (std::size_t hundredth = 1; hundredth < 100; ++hundredth) {
    const Bytes cut(file.begin(),
                    file.begin() + static_cast<std::ptrdiff_t>(file.size() * hundredth / 100));
    const Result<Photo> photo = decode_photo(cut);
    if (!photo) {
      EXPECT_FALSE(photo.error().message.empty());
      EXPECT_TRUE(photo.error().code == ErrorCode::corrupted ||
                  photo.error().code == ErrorCode::unsupported)
          << photo.error().message;
    }
  }
}

TEST(heif, films_are_no_pictures) {
  const ByteView film =
      bytes_of(std::string_view("\0\0\0\x18"
                                "ftypmp42\0\0\0\0mp42isom",
                                24));
  EXPECT_EQ(format_of(film), Format::mp4);
  EXPECT_FALSE(decode_photo(film).has_value());
}

}  // namespace
}  // namespace pixiu::media
