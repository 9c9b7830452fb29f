#include "provenance/visible_mark/visible_mark.h"

#include "media/decode.h"
#include "provenance/gb45438/encoded_bytes.h"
#include "provenance/visible_mark/components.h"
#include "provenance/visible_mark/mark_strips.h"
#include "provenance/visible_mark/text_lines.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::provenance::visible_mark {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

// A smooth picture with soft hills and a little noise, as an out-of-focus photo has.
cv::Mat hills(int width, int height) {
  cv::Mat picture(height, width, CV_8UC3);
  cv::RNG random(7);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const double wave = std::sin(x / 90.0) * 30 + std::cos(y / 70.0) * 25;
      const int level = static_cast<int>(110 + wave) + random.uniform(-3, 4);
      picture.at<cv::Vec3b>(y, x) =
          cv::Vec3b(static_cast<uchar>(level - 20), static_cast<uchar>(level),
                    static_cast<uchar>(level + 15));
    }
  }
  return picture;
}

cv::Mat strip(const char* hexadecimal) {
  const Bytes png = gb45438::readings_as_bytes(hexadecimal).at(0);
  return media::decode_photo(png).value().pixels;
}

// Lays a strip over a picture, its top left corner at (x, y).
void lay(cv::Mat& picture, const cv::Mat& mark, int x, int y, double opacity = 0.9) {
  for (int row = 0; row < mark.rows; ++row) {
    for (int column = 0; column < mark.cols; ++column) {
      if (x + column >= picture.cols || y + row >= picture.rows) continue;
      const double part = opacity * mark.at<cv::Vec3b>(row, column)[0] / 255;
      cv::Vec3b& pixel = picture.at<cv::Vec3b>(y + row, x + column);
      for (int channel = 0; channel < 3; ++channel) {
        pixel[channel] = static_cast<uchar>(pixel[channel] * (1 - part) + 255 * part);
      }
    }
  }
}

cv::Mat marked(const char* hexadecimal, double opacity = 0.9) {
  cv::Mat picture = hills(960, 720);
  const cv::Mat mark = strip(hexadecimal);
  lay(picture, mark, picture.cols - mark.cols - 20, picture.rows - mark.rows - 20, opacity);
  return picture;
}

TextReader& reader() {
  static const auto loaded = TextReader::load();
  if (!loaded) throw std::runtime_error(loaded.error().message);
  return **loaded;
}

std::vector<VisibleMark> marks_in(const cv::Mat& picture) {
  return find_visible_marks(picture.size(), edge_bands(picture), reader());
}

// --- finding lines ---

TEST(TextLines, a_mark_in_the_corner_is_found_where_it_stands) {
  const cv::Mat mark = strip(test::doubao);
  const auto lines = find_text_lines(edge_bands(marked(test::doubao)));
  ASSERT_FALSE(lines.empty());
  const Region& region = lines[0].region;
  EXPECT_NEAR(region.x, 960 - mark.cols - 20, 4);
  EXPECT_NEAR(region.y, 720 - mark.rows - 20, 4);
  EXPECT_NEAR(region.width, mark.cols, 8);
  EXPECT_NEAR(lines[0].height_px, mark.rows, 4);
  EXPECT_TRUE(lines[0].is_bright);
  EXPECT_EQ(lines[0].dark_on_light.type(), CV_8UC1);
}

TEST(TextLines, pictures_without_text_have_none) {
  EXPECT_THAT(find_text_lines(edge_bands(hills(960, 720))), IsEmpty());
  const cv::Mat plain(480, 640, CV_8UC3, cv::Scalar::all(200));
  EXPECT_THAT(find_text_lines(edge_bands(plain)), IsEmpty());
}

TEST(TextLines, text_in_the_middle_of_the_picture_is_not_looked_at) {
  cv::Mat picture = hills(960, 720);
  lay(picture, strip(test::ai_made), 400, 340);
  EXPECT_THAT(find_text_lines(edge_bands(picture)), IsEmpty());
}

TEST(TextLines, a_line_that_is_no_marks_is_not_read) {
  // Where no mark stands: neither in a corner nor in the middle of the edge.
  cv::Mat picture = hills(1400, 720);
  lay(picture, strip(test::ai_made), 350, 670);
  EXPECT_THAT(find_text_lines(edge_bands(picture)), IsEmpty());
}

TEST(TextLines, a_mark_whose_ground_changes_is_one_line) {
  cv::Mat picture = hills(960, 720);
  const cv::Mat mark = strip(test::doubao);
  picture.colRange(0, 960 - mark.cols / 2 - 20).setTo(cv::Scalar(30, 40, 50));
  lay(picture, mark, 960 - mark.cols - 20, 720 - mark.rows - 20);
  const auto lines = find_text_lines(edge_bands(picture));
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_NEAR(lines[0].region.width, mark.cols, 8);
}

TEST(TextLines, any_size_and_any_noise_is_survived) {
  cv::RNG random(3);
  for (const cv::Size size : {cv::Size(64, 64), cv::Size(65, 3000), cv::Size(3000, 65),
                              cv::Size(1447, 1441), cv::Size(200, 100)}) {
    cv::Mat noise(size, CV_8UC3);
    random.fill(noise, cv::RNG::UNIFORM, 0, 256);
    const auto lines = find_text_lines(edge_bands(noise));
    EXPECT_LE(lines.size(), lines_max);
    for (const TextLine& line : lines) {
      EXPECT_GE(line.region.x, 0);
      EXPECT_LE(line.region.x + line.region.width, size.width);
      EXPECT_LE(line.region.y + line.region.height, size.height);
    }
  }
}

TEST(Components, touching_pixels_are_one_piece_also_over_corners) {
  cv::Mat mask(6, 8, CV_8UC1, cv::Scalar(0));
  for (const cv::Point at : {cv::Point(1, 1), cv::Point(2, 2), cv::Point(6, 4)}) {
    mask.at<uchar>(at) = 255;
  }
  const auto pieces = components_of(mask);
  ASSERT_EQ(pieces.size(), 2u);
  EXPECT_EQ(pieces[0].box, cv::Rect(1, 1, 2, 2));
  EXPECT_EQ(pieces[0].area_px, 2);
  EXPECT_EQ(pieces[1].box, cv::Rect(6, 4, 1, 1));
}

TEST(Components, the_local_mean_is_that_of_the_square_inside_the_picture) {
  cv::Mat grey(40, 50, CV_8UC1);
  cv::RNG random(5);
  random.fill(grey, cv::RNG::UNIFORM, 0, 256);
  const int radius = 7;
  const cv::Mat difference = minus_local_mean(grey, radius);
  for (const cv::Point at :
       {cv::Point(0, 0), cv::Point(25, 20), cv::Point(49, 39), cv::Point(3, 38)}) {
    const cv::Rect square = cv::Rect(at.x - radius, at.y - radius, 2 * radius + 1, 2 * radius + 1) &
                            cv::Rect(0, 0, grey.cols, grey.rows);
    const int mean = static_cast<int>(cv::sum(grey(square))[0]) / square.area();
    EXPECT_EQ(difference.at<std::int16_t>(at), grey.at<uchar>(at) - mean);
  }
}

// --- reading them ---

TEST(VisibleMark, marks_are_read_and_measured) {
  const std::pair<const char*, std::string> marks[] = {{test::ai_made, "AI生成"},
                                                       {test::doubao, "豆包AI生成"},
                                                       {test::ai_generated, "AI generated"}};
  for (const auto& [strip_of, phrase] : marks) {
    const auto found = marks_in(marked(strip_of));
    ASSERT_EQ(found.size(), 1u) << phrase;
    EXPECT_EQ(found[0].words.phrase, phrase);
    EXPECT_FALSE(found[0].is_at_top);
  }
  const auto doubao = marks_in(marked(test::doubao));
  EXPECT_NEAR(doubao.at(0).height_fraction, 36.0 / 720, 0.006);
  EXPECT_TRUE(doubao[0].is_high_enough);
}

TEST(VisibleMark, a_half_transparent_mark_is_read) {
  EXPECT_EQ(marks_in(marked(test::doubao, 0.45)).size(), 1u);
}

TEST(VisibleMark, a_mark_that_is_too_small_says_so) {
  cv::Mat picture = hills(1200, 1000);
  const cv::Mat mark = strip(test::doubao);
  lay(picture, mark, 40, 20);
  const auto found = marks_in(picture);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_TRUE(found[0].is_at_top);
  EXPECT_FALSE(found[0].is_high_enough);
  EXPECT_THAT(visible_mark_finding(found).summary.en, HasSubstr("lower than 5 %"));
}

TEST(VisibleMark, other_words_are_no_mark) {
  EXPECT_THAT(marks_in(marked(test::produced_on)), IsEmpty());
}

TEST(VisibleMark, a_finding_names_the_mark_and_shows_where) {
  const Finding found = visible_mark_finding(marks_in(marked(test::doubao)));
  EXPECT_EQ(found.outcome, Outcome::contradicts);
  EXPECT_EQ(found.regions.size(), 1u);
  EXPECT_THAT(found.summary.zh, HasSubstr("豆包AI生成"));
  EXPECT_EQ(found.details["marks"][0]["vendor"], "doubao");
  const Finding none = visible_mark_finding({});
  EXPECT_EQ(none.outcome, Outcome::neutral);
  EXPECT_THAT(none.summary.en, HasSubstr("nothing either way"));
}

TEST(VisibleMark, a_reader_without_its_data_is_reported) {
  EXPECT_EQ(TextReader::load("no such folder").error().code, ErrorCode::unavailable);
}

}  // namespace
}  // namespace pixiu::provenance::visible_mark
