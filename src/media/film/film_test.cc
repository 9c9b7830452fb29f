#include "media/film/film.h"

#include "base/limits.h"
#include "media/decode.h"
#include "media/film/film_testing.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

namespace pixiu::media {
namespace {

// Left half and right half in two colours; `step` tells one picture from another.
cv::Mat two_halves(int step, int width = 160, int height = 96) {
  cv::Mat picture(height, width, CV_8UC3, cv::Scalar(40, 40 + step, 200));
  picture.colRange(width / 2, width).setTo(cv::Scalar(200, 90, 30));
  return picture;
}

std::vector<cv::Mat> pictures(int count) {
  std::vector<cv::Mat> all;
  for (int step = 0; step < count; ++step) all.push_back(two_halves(2 * step));
  return all;
}

double difference(const cv::Mat& a, const cv::Mat& b) {
  return cv::norm(a, b, cv::NORM_L1) / static_cast<double>(a.total() * 3);
}

TEST(Film, of_the_first_two_seconds_a_picture_every_half_second_is_read) {
  const Bytes file = test::film_of({.pictures = pictures(40)});
  ASSERT_EQ(format_of(file), Format::mp4);
  const auto film = read_film(file);
  ASSERT_TRUE(film) << film.error().message;
  EXPECT_EQ(film->codec, "mjpeg");
  EXPECT_EQ(film->size, (Size{160, 96}));
  ASSERT_EQ(film->frames.size(), 5U);
  for (std::size_t index = 0; index < film->frames.size(); ++index) {
    const int at_ms = static_cast<int>(index) * 500;
    EXPECT_EQ(film->frames[index].at.count(), at_ms);
    EXPECT_LT(difference(film->frames[index].pixels, two_halves(2 * at_ms / 100)), 3);
  }
}

TEST(Film, a_short_film_gives_what_it_has) {
  const auto film = read_film(test::film_of({.pictures = pictures(3), .is_quicktime = true}));
  ASSERT_TRUE(film);
  EXPECT_EQ(film->format, Format::mov);
  EXPECT_EQ(film->frames.size(), 1U);
}

TEST(Film, its_pictures_are_turned_upright) {
  for (const int turns : {1, 2, 3}) {
    const auto film = read_film(test::film_of({.pictures = pictures(1), .quarter_turns = turns}));
    ASSERT_TRUE(film);
    const bool lies = turns != 2;
    EXPECT_EQ(film->size, lies ? (Size{96, 160}) : (Size{160, 96}));
    const cv::Vec3b first = film->frames[0].pixels.at<cv::Vec3b>(8, 8);
    // The left half is red; turned once clockwise it is on top.
    EXPECT_EQ(first[2] > 150, turns == 1) << turns;
  }
}

TEST(Film, a_size_beyond_the_limits_is_refused_before_anything_is_decoded) {
  const auto film = read_film(
      test::film_of({.pictures = pictures(1), .stated_width = 9000, .stated_height = 9000}));
  EXPECT_EQ(film.error().code, ErrorCode::limit_exceeded);
}

TEST(Film, other_files_are_none) {
  EXPECT_EQ(read_film({}).error().code, ErrorCode::unsupported);
  EXPECT_EQ(read_film(encode_jpeg(two_halves(0), 90).value()).error().code, ErrorCode::unsupported);
  const Bytes large(limits::photo_bytes_max + 1);
  Bytes film = test::film_of({.pictures = pictures(1)});
  film.resize(limits::photo_bytes_max + 1);
  EXPECT_EQ(read_film(film).error().code, ErrorCode::limit_exceeded);
}

TEST(Film, every_cut_and_every_broken_byte_of_the_index_is_survived) {
  const Bytes whole = test::film_of({.pictures = pictures(2)});
  for (std::size_t size = 0; size < whole.size(); size += 37) {
    static_cast<void>(read_film(ByteView(whole).first(size)));
  }
  const std::size_t index = whole.size() - 700;
  for (std::size_t at = index; at < whole.size(); at += 3) {
    Bytes broken = whole;
    broken[at] ^= std::byte{0xFF};
    const auto film = read_film(broken);
    EXPECT_TRUE(!film || !film->frames.empty());
  }
}

TEST(Film, of_real_encoders_is_read) {
  const std::filesystem::path folder = "../shared/data/c2pa/fixtures";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no shared data";
  for (const char* name : {"video1.mp4", "legacy.mp4"}) {
    std::ifstream in(folder / name, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(in)), {});
    const auto film = read_film(bytes_of(text));
    ASSERT_TRUE(film) << name << ": " << film.error().message;
    EXPECT_EQ(film->codec, "h264") << name;
    EXPECT_GE(film->frames.size(), 1U) << name;
  }
}

}  // namespace
}  // namespace pixiu::media
