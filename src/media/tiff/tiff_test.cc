#include "media/tiff/tiff.h"

#include "base/limits.h"
#include "media/icc.h"
#include "media/notes.h"
#include "media/test_pictures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::media {
namespace {

using testing::Contains;
using testing::IsEmpty;

Photo decoded(const Bytes& file) {
  Result<Photo> photo = decode_photo(file);
  EXPECT_TRUE(photo.has_value()) << photo.error().message;
  return photo.has_value() ? *photo : Photo{};
}

TEST(tiff, every_layout_decodes_exactly) {
  const cv::Mat picture = test::quarters(67, 45);
  for (const int bit_depth : {8, 16}) {
    for (const bool is_tiled : {false, true}) {
      for (const bool is_big_endian : {false, true}) {
        for (const bool is_big_tiff : {false, true}) {
          const Photo photo = decoded(test::tiff(picture, {.bit_depth = bit_depth,
                                                           .is_tiled = is_tiled,
                                                           .is_deflated = is_tiled,
                                                           .is_big_tiff = is_big_tiff,
                                                           .is_big_endian = is_big_endian}));
          EXPECT_EQ(test::largest_difference(photo.pixels, picture), 0);
          EXPECT_EQ(photo.source_bit_depth, bit_depth);
          EXPECT_THAT(photo.notes, IsEmpty());
        }
      }
    }
  }
}

TEST(tiff, alpha_is_laid_over_white) {
  const cv::Mat picture = test::quarters(64, 64);
  const Photo photo = decoded(test::tiff(picture, {.has_alpha = true}));
  EXPECT_TRUE(photo.had_alpha);
  EXPECT_EQ(test::quarter_colour(photo.pixels, 0, 0), test::quarter_colour(picture, 0, 0));
  const cv::Vec3b before = test::quarter_colour(picture, 1, 0);
  const cv::Vec3b after = test::quarter_colour(photo.pixels, 1, 0);
  for (int c = 0; c < 3; ++c) EXPECT_NEAR(after[c], (before[c] * 128 + 255 * 127) / 255, 1);
}

TEST(tiff, ink_is_turned_to_light) {
  const cv::Mat picture = test::quarters(64, 64);
  const Photo photo = decoded(test::tiff(picture, {.is_cmyk = true}));
  EXPECT_LE(test::largest_difference(photo.pixels, picture), 1);
  EXPECT_THAT(photo.notes, Contains(std::string(notes::cmyk_without_profile)));
}

TEST(tiff, all_eight_orientations_are_applied) {
  const cv::Mat picture = test::quarters(60, 40);
  for (Orientation orientation = 1; orientation <= 8; ++orientation) {
    const Bytes file = test::tiff(picture, {.orientation = orientation});
    const Photo photo = decoded(file);
    EXPECT_EQ(photo.orientation, orientation);
    EXPECT_EQ(photo.full_size, orientation > 4 ? (Size{40, 60}) : (Size{60, 40}));
    EXPECT_EQ(read_info(file)->upright_size, photo.full_size);
    // Where the stored top left quarter (red) has gone.
    const int column = orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7;
    const int row = orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
    const cv::Vec3b colour = test::quarter_colour(photo.pixels, column, row);
    EXPECT_GT(colour[2], colour[0] + 60) << orientation;
    EXPECT_GT(colour[2], colour[1] + 60) << orientation;
  }
}

TEST(tiff, the_first_of_several_pages_is_shown) {
  const Photo photo = decoded(test::tiff(test::quarters(20, 20), {.page_count = 3}));
  EXPECT_EQ(photo.frame_count, 3);
  EXPECT_THAT(photo.notes, Contains(std::string(notes::several_frames)));
  const Photo many = decoded(test::tiff(test::quarters(4, 4), {.page_count = 60}));
  EXPECT_EQ(many.frame_count, limits::photo_frames_max);
}

TEST(tiff, a_wide_profile_is_converted) {
  const cv::Mat picture = test::quarters(20, 20);
  const Photo photo =
      decoded(test::tiff(picture, {.icc_profile = make_profile(display_p3_primaries)}));
  EXPECT_TRUE(photo.had_icc_profile);
  EXPECT_GT(test::largest_difference(photo.pixels, picture), 10);
}

TEST(tiff, pages_that_lead_round_in_a_loop_are_refused) {
  Bytes file = test::tiff(test::quarters(8, 8), {.page_count = 2});
  const auto number = [&](std::size_t offset, int count) {
    std::size_t value = 0;
    for (int i = count; i-- > 0;) {
      value = (value << 8) | static_cast<std::size_t>(file[offset + static_cast<std::size_t>(i)]);
    }
    return value;
  };
  const std::size_t first = number(4, 4);
  const std::size_t second = number(first + 2 + number(first, 2) * 12, 4);
  const std::size_t link = second + 2 + number(second, 2) * 12;
  ASSERT_EQ(number(link, 4), 0u);
  for (std::size_t i = 0; i < 4; ++i) file[link + i] = static_cast<std::byte>(first >> (8 * i));
  const Result<Photo> photo = decode_photo(file);
  ASSERT_FALSE(photo.has_value());
  EXPECT_EQ(photo.error().code, ErrorCode::corrupted);
  EXPECT_THAT(photo.error().message, testing::HasSubstr("loop"));
  EXPECT_EQ(read_info(file).error().code, ErrorCode::corrupted);
}

TEST(tiff, cut_at_every_hundredth_it_gives_a_reason_or_a_picture) {
  const Bytes file = test::tiff(test::quarters(100, 75), {.is_deflated = true});
  for (std::size_t hundredth = 1; hundredth < 100; ++hundredth) {
    const Bytes cut(file.begin(),
                    file.begin() + static_cast<std::ptrdiff_t>(file.size() * hundredth / 100));
    const Result<Photo> photo = decode_photo(cut);
    if (!photo) {
      EXPECT_EQ(photo.error().code, cut.size() < 4 ? ErrorCode::unsupported : ErrorCode::corrupted);
    }
  }
}

}  // namespace
}  // namespace pixiu::media
