#include "provenance/picture_evidence.h"

#include "media/decode.h"
#include "provenance/gb45438/encoded_bytes.h"
#include "provenance/visible_mark/mark_strips.h"
#include "provenance/visible_mark/vendor_sign.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::provenance {
namespace {

using testing::IsEmpty;
using testing::SizeIs;
using visible_mark::TextReader;

TextReader& reader() {
  static const auto loaded = TextReader::load();
  if (!loaded) throw std::runtime_error(loaded.error().message);
  return **loaded;
}

cv::Mat plain() {
  return {720, 960, CV_8UC3, cv::Scalar(90, 110, 120)};
}

cv::Mat marked() {
  const Bytes png = gb45438::readings_as_bytes(visible_mark::test::doubao).at(0);
  const cv::Mat mark = media::decode_photo(png).value().pixels;
  cv::Mat picture = plain();
  picture(cv::Rect(960 - mark.cols - 20, 720 - mark.rows - 20, mark.cols, mark.rows)) += mark * 0.5;
  return picture;
}

cv::Mat with_star() {
  cv::Mat picture = plain();
  const cv::Mat star = visible_mark::drawn_star(48, 0.57);
  for (int y = 0; y < 48; ++y) {
    for (int x = 0; x < 48; ++x) {
      const auto level = static_cast<std::uint8_t>(100 * star.at<float>(y, x));
      picture.at<cv::Vec3b>(640 + y, 880 + x) += cv::Vec3b(level, level, level);
    }
  }
  return picture;
}

media::Film film_of(const std::vector<cv::Mat>& pictures) {
  media::Film film{.codec = "mjpeg", .size = {960, 720}};
  for (std::size_t index = 0; index < pictures.size(); ++index) {
    film.frames.push_back(
        {std::chrono::milliseconds(500 * static_cast<int>(index)), pictures[index]});
  }
  return film;
}

TEST(PictureEvidence, a_mark_on_a_photo_is_its_label) {
  const PictureEvidence evidence = examine_picture(marked(), &reader());
  EXPECT_TRUE(evidence.shows_label);
  EXPECT_FALSE(evidence.shows_vendor_sign);
  ASSERT_THAT(evidence.findings, SizeIs(1));
  EXPECT_EQ(evidence.findings[0].outcome, Outcome::contradicts);
}

TEST(PictureEvidence, without_a_reader_nothing_is_said_of_words) {
  const PictureEvidence evidence = examine_picture(marked(), nullptr);
  EXPECT_FALSE(evidence.shows_label);
  EXPECT_THAT(evidence.findings, IsEmpty());
}

TEST(PictureEvidence, an_empty_photo_shows_nothing_and_says_so) {
  const PictureEvidence evidence = examine_picture(plain(), &reader());
  ASSERT_THAT(evidence.findings, SizeIs(1));
  EXPECT_EQ(evidence.findings[0].outcome, Outcome::neutral);
  EXPECT_THAT(examine_picture(plain()(cv::Rect(0, 0, 40, 40)), &reader()).findings, IsEmpty());
}

TEST(PictureEvidence, of_a_film_it_is_said_when_the_mark_is_shown) {
  const PictureEvidence evidence = examine_film(film_of({plain(), marked(), marked()}), &reader());
  EXPECT_TRUE(evidence.shows_label);
  ASSERT_THAT(evidence.findings, SizeIs(1));
  EXPECT_EQ(evidence.findings[0].details["film"]["shown_at_s"], nlohmann::json({0.5, 1.0}));
  EXPECT_THAT(evidence.findings[0].details["film"]["looked_at_s"], SizeIs(3));
}

TEST(PictureEvidence, a_star_must_stand_in_two_pictures_of_a_film) {
  EXPECT_TRUE(examine_picture(with_star(), nullptr).shows_vendor_sign);
  EXPECT_FALSE(examine_film(film_of({plain(), with_star()}), nullptr).shows_vendor_sign);
  EXPECT_TRUE(examine_film(film_of({with_star(), with_star()}), nullptr).shows_vendor_sign);
}

}  // namespace
}  // namespace pixiu::provenance
