#include "media/gif/gif.h"

#include "base/limits.h"
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

TEST(gif, plain_and_interlaced_show_the_same) {
  const cv::Mat picture = test::quarters(61, 43);
  const Photo plain = decoded(test::gif(picture));
  const Photo interlaced = decoded(test::gif(picture, {.is_interlaced = true}));
  EXPECT_EQ(test::largest_difference(plain.pixels, interlaced.pixels), 0);
  EXPECT_LE(test::largest_difference(plain.pixels, picture), 26);  // 216 colours
}

TEST(gif, transparent_is_white) {
  const Photo photo =
      decoded(test::gif(test::quarters(40, 40), {.has_transparent_left_half = true}));
  EXPECT_TRUE(photo.had_alpha);
  EXPECT_EQ(test::quarter_colour(photo.pixels, 0, 0), cv::Vec3b::all(255));
  EXPECT_NE(test::quarter_colour(photo.pixels, 1, 0), cv::Vec3b::all(255));
}

TEST(gif, the_first_frame_lies_in_its_place_on_the_canvas) {
  const cv::Mat picture = test::quarters(20, 10);
  const Photo photo = decoded(test::gif(picture, {.place = {5, 7}, .canvas = {50, 30}}));
  EXPECT_EQ(photo.full_size, (Size{50, 30}));
  EXPECT_EQ(photo.pixels.at<cv::Vec3b>(0, 0), cv::Vec3b::all(255));
  EXPECT_LE(cv::norm(photo.pixels.at<cv::Vec3b>(7, 5), picture.at<cv::Vec3b>(0, 0), cv::NORM_INF),
            26);
}

TEST(gif, a_frame_that_sticks_out_widens_the_canvas) {
  const Photo photo =
      decoded(test::gif(test::quarters(20, 10), {.place = {5, 7}, .canvas = {10, 10}}));
  EXPECT_EQ(photo.full_size, (Size{25, 17}));
}

TEST(gif, frames_are_counted_up_to_the_limit) {
  const cv::Mat picture = test::quarters(8, 8);
  EXPECT_EQ(decoded(test::gif(picture)).frame_count, 1);
  EXPECT_EQ(decoded(test::gif(picture, {.frame_count = 3})).frame_count, 3);
  const Photo long_one = decoded(test::gif(picture, {.frame_count = 100}));
  EXPECT_EQ(long_one.frame_count, limits::photo_frames_max);
  EXPECT_THAT(long_one.notes, Contains(std::string(notes::several_frames)));
}

TEST(gif, cut_at_every_hundredth_it_says_so_or_shows_what_there_is) {
  const Bytes file = test::gif(test::quarters(200, 150));
  int decoded_count = 0;
  for (std::size_t hundredth = 1; hundredth < 100; ++hundredth) {
    const Bytes cut(file.begin(),
                    file.begin() + static_cast<std::ptrdiff_t>(file.size() * hundredth / 100));
    const Result<Photo> photo = decode_photo(cut);
    if (!photo) {
      EXPECT_EQ(photo.error().code, cut.size() < 6 ? ErrorCode::unsupported : ErrorCode::corrupted);
      continue;
    }
    ++decoded_count;
    EXPECT_THAT(photo->notes, Contains(std::string(notes::truncated)));
  }
  EXPECT_GT(decoded_count, 40);
}

TEST(gif, a_frame_over_the_pixel_limit_is_refused) {
  Bytes file = test::gif(test::quarters(8, 8));
  for (std::size_t i = 6; i < 10; ++i) file[i] = std::byte{0xF0};  // screen 61,680 x 61,680
  EXPECT_EQ(decode_photo(file).error().code, ErrorCode::limit_exceeded);
}

}  // namespace
}  // namespace pixiu::media
