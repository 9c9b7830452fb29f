#include "media/encode.h"

#include "media/decode.h"
#include "media/test_pictures.h"

#include <gtest/gtest.h>

namespace pixiu::media {
namespace {

TEST(encode, png_comes_back_exactly) {
  const cv::Mat picture = test::quarters(37, 23);
  const Result<Bytes> file = encode_png(picture);
  ASSERT_TRUE(file.has_value());
  const Result<Photo> photo = decode_photo(*file);
  ASSERT_TRUE(photo.has_value()) << photo.error().message;
  EXPECT_EQ(photo->format, Format::png);
  EXPECT_EQ(test::largest_difference(photo->pixels, picture), 0);
}

TEST(encode, grey_png_comes_back_exactly) {
  cv::Mat grey;
  cv::extractChannel(test::quarters(37, 23), grey, 1);
  const Result<Bytes> file = encode_png(grey);
  ASSERT_TRUE(file.has_value());
  const Result<Photo> photo = decode_photo(*file);
  ASSERT_TRUE(photo.has_value()) << photo.error().message;
  for (int channel = 0; channel < 3; ++channel) {
    cv::Mat back;
    cv::extractChannel(photo->pixels, back, channel);
    EXPECT_EQ(test::largest_difference(back, grey), 0);
  }
}

TEST(encode, a_part_of_a_larger_picture_is_encoded_alone) {
  const cv::Mat picture = test::quarters(40, 40);
  const cv::Mat part = picture(cv::Rect(5, 7, 20, 10));
  const Result<Bytes> file = encode_png(part);
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ(test::largest_difference(decode_photo(*file)->pixels, part), 0);
}

TEST(encode, jpeg_comes_back_closely_with_halved_chroma) {
  const cv::Mat picture = test::quarters(64, 48);
  const Result<Bytes> file = encode_jpeg(picture, 95);
  ASSERT_TRUE(file.has_value());
  const Result<Photo> photo = decode_photo(*file);
  ASSERT_TRUE(photo.has_value()) << photo.error().message;
  ASSERT_TRUE(photo->jpeg.has_value());
  ASSERT_EQ(photo->jpeg->components.size(), 3u);
  EXPECT_EQ(photo->jpeg->components[0].horizontal_sampling, 2);
  EXPECT_EQ(photo->jpeg->components[0].vertical_sampling, 2);
  const cv::Vec3b before = test::quarter_colour(picture, 0, 0);
  const cv::Vec3b after = test::quarter_colour(photo->pixels, 0, 0);
  EXPECT_LE(cv::norm(before, after, cv::NORM_INF), 3);
}

TEST(encode, nothing_to_encode_is_refused) {
  EXPECT_EQ(encode_jpeg(cv::Mat(0, 0, CV_8UC3), 90).error().code, ErrorCode::invalid_input);
  EXPECT_EQ(encode_jpeg(test::quarters(8, 8), 0).error().code, ErrorCode::invalid_input);
  EXPECT_EQ(encode_jpeg(test::quarters(8, 8), 101).error().code, ErrorCode::invalid_input);
  EXPECT_EQ(encode_png(cv::Mat(0, 0, CV_8UC1)).error().code, ErrorCode::invalid_input);
}

}  // namespace
}  // namespace pixiu::media
