#include "media/png/png.h"

#include "media/icc.h"
#include "media/notes.h"
#include "media/test_pictures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::media {
namespace {

using test::PngKind;
using testing::Contains;
using testing::IsEmpty;

Photo decoded(const Bytes& file) {
  Result<Photo> photo = decode_photo(file);
  EXPECT_TRUE(photo.has_value()) << photo.error().message;
  return photo.has_value() ? *photo : Photo{};
}

// What the right half shows when it is laid over white.
cv::Vec3b over_white(const cv::Vec3b& colour, int alpha) {
  cv::Vec3b result;
  for (int c = 0; c < 3; ++c) {
    result[c] = static_cast<std::uint8_t>((colour[c] * alpha + 255 * (255 - alpha) + 127) / 255);
  }
  return result;
}

TEST(png, every_depth_of_colour_decodes_exactly) {
  const cv::Mat picture = test::quarters(33, 21);
  for (const int bit_depth : {8, 16}) {
    for (const bool is_interlaced : {false, true}) {
      const Photo photo =
          decoded(test::png(picture, {.bit_depth = bit_depth, .is_interlaced = is_interlaced}));
      EXPECT_EQ(test::largest_difference(photo.pixels, picture), 0);
      EXPECT_EQ(photo.source_bit_depth, bit_depth);
      EXPECT_FALSE(photo.had_alpha);
      EXPECT_THAT(photo.notes, IsEmpty());
    }
  }
}

TEST(png, grey_of_every_depth_decodes_within_its_steps) {
  const cv::Mat picture = test::quarters(33, 21);
  for (const int bit_depth : {1, 2, 4, 8, 16}) {
    const Photo photo =
        decoded(test::png(picture, {.kind = PngKind::grey, .bit_depth = bit_depth}));
    const cv::Vec3b colour = test::quarter_colour(photo.pixels, 1, 0);
    const int stored = test::quarter_colour(picture, 1, 0)[1];
    const int steps = bit_depth >= 8 ? 255 : (1 << bit_depth) - 1;
    EXPECT_NEAR(colour[0], stored, 255.0 / steps) << bit_depth;
    EXPECT_EQ(colour[0], colour[2]);
  }
}

TEST(png, alpha_is_laid_over_white) {
  const cv::Mat picture = test::quarters(32, 32);
  for (const int bit_depth : {8, 16}) {
    for (const bool is_interlaced : {false, true}) {
      const Photo photo = decoded(test::png(picture, {.kind = PngKind::rgba,
                                                      .bit_depth = bit_depth,
                                                      .is_interlaced = is_interlaced,
                                                      .alpha = 100}));
      EXPECT_TRUE(photo.had_alpha);
      EXPECT_EQ(test::quarter_colour(photo.pixels, 0, 0), test::quarter_colour(picture, 0, 0));
      const cv::Vec3b expected = over_white(test::quarter_colour(picture, 1, 0), 100);
      EXPECT_LE(cv::norm(test::quarter_colour(photo.pixels, 1, 0), expected, cv::NORM_INF), 1);
    }
  }
}

TEST(png, grey_alpha_is_laid_over_white) {
  const cv::Mat picture = test::quarters(32, 32);
  for (const int bit_depth : {8, 16}) {
    const Photo photo = decoded(
        test::png(picture, {.kind = PngKind::grey_alpha, .bit_depth = bit_depth, .alpha = 0}));
    EXPECT_EQ(test::quarter_colour(photo.pixels, 1, 1), cv::Vec3b::all(255));
    EXPECT_EQ(test::quarter_colour(photo.pixels, 0, 0)[0], test::quarter_colour(picture, 0, 0)[1]);
  }
}

TEST(png, palette_with_and_without_transparency) {
  const cv::Mat picture = test::quarters(32, 32);
  const Photo opaque = decoded(test::png(picture, {.kind = PngKind::palette}));
  EXPECT_FALSE(opaque.had_alpha);
  EXPECT_LE(cv::norm(test::quarter_colour(opaque.pixels, 1, 0), test::quarter_colour(picture, 1, 0),
                     cv::NORM_INF),
            64);
  const Photo clear = decoded(test::png(picture, {.kind = PngKind::palette_alpha, .alpha = 51}));
  EXPECT_TRUE(clear.had_alpha);
  EXPECT_EQ(test::quarter_colour(clear.pixels, 0, 0), test::quarter_colour(opaque.pixels, 0, 0));
  const cv::Vec3b expected = over_white(test::quarter_colour(opaque.pixels, 1, 0), 51);
  EXPECT_LE(cv::norm(test::quarter_colour(clear.pixels, 1, 0), expected, cv::NORM_INF), 1);
}

TEST(png, exif_orientation_is_applied) {
  const cv::Mat picture = test::quarters(40, 20);
  const Bytes file = test::png(picture, {.orientation = 8});
  const Photo photo = decoded(file);
  EXPECT_EQ(photo.orientation, 8);
  EXPECT_EQ(photo.full_size, (Size{20, 40}));
  EXPECT_EQ(read_info(file)->upright_size, (Size{20, 40}));
  // A quarter turn counter-clockwise: what stood top right now stands top left.
  EXPECT_LE(cv::norm(test::quarter_colour(photo.pixels, 0, 0), test::quarter_colour(picture, 1, 0),
                     cv::NORM_INF),
            2);
}

TEST(png, a_wide_profile_is_converted) {
  const cv::Mat picture = test::quarters(32, 32);
  const Photo photo =
      decoded(test::png(picture, {.icc_profile = make_profile(display_p3_primaries)}));
  EXPECT_TRUE(photo.had_icc_profile);
  EXPECT_GT(test::largest_difference(photo.pixels, picture), 10);
  EXPECT_THAT(photo.notes, IsEmpty());
}

TEST(png, cut_at_every_hundredth_it_says_so_or_shows_what_there_is) {
  for (const bool is_interlaced : {false, true}) {
    const cv::Mat picture = test::quarters(200, 150);
    const Bytes file = test::png(picture, {.is_interlaced = is_interlaced});
    const Photo whole = decoded(file);
    int decoded_count = 0;
    for (std::size_t hundredth = 1; hundredth < 100; ++hundredth) {
      const Bytes cut(file.begin(),
                      file.begin() + static_cast<std::ptrdiff_t>(file.size() * hundredth / 100));
      const Result<Photo> photo = decode_photo(cut);
      if (!photo) {
        EXPECT_TRUE(photo.error().code == ErrorCode::corrupted ||
                    photo.error().code == ErrorCode::unsupported)
            << photo.error().message;
        continue;
      }
      ++decoded_count;
      EXPECT_THAT(photo->notes, Contains(std::string(notes::truncated)));
      if (is_interlaced) continue;
      EXPECT_EQ(test::largest_difference(photo->pixels.row(0), whole.pixels.row(0)), 0);
    }
    EXPECT_GT(decoded_count, 50);
  }
}

TEST(png, a_wrong_checksum_is_noted) {
  const cv::Mat picture = test::quarters(32, 32);
  Bytes file = test::png(picture);
  file[file.size() - 14] ^= std::byte{0xFF};  // the last data chunk's checksum
  const Photo photo = decoded(file);
  EXPECT_THAT(photo.notes, Contains(std::string(notes::damaged_data)));
  EXPECT_EQ(test::largest_difference(photo.pixels, picture), 0);
}

TEST(png, a_picture_of_30000_by_30000_is_refused_from_its_header) {
  const Bytes file = test::one_colour_png(30'000, 30'000);
  EXPECT_LT(file.size(), 1u << 20);
  const Result<Photo> photo = decode_photo(file);
  ASSERT_FALSE(photo.has_value());
  EXPECT_EQ(photo.error().code, ErrorCode::limit_exceeded);
}

TEST(png, a_chunk_that_claims_more_than_there_is_ends_the_walk) {
  Bytes file = test::png(test::quarters(16, 16), {.orientation = 3});
  for (std::size_t i = 33; i < 37; ++i) file[i] = std::byte{0xFF};  // the length behind IHDR
  EXPECT_EQ(decode_photo(file).error().code, ErrorCode::corrupted);
  EXPECT_TRUE(read_info(file).has_value());
}

}  // namespace
}  // namespace pixiu::media
