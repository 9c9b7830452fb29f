#include "provenance/visible_mark/text_reader.h"

#include "media/decode.h"
#include "media/encode.h"
#include "media/film/film_testing.h"
#include "provenance/gb45438/encoded_bytes.h"
#include "provenance/visible_mark/mark_strips.h"
#include "provenance/visible_mark/visible_mark.h"
#include "sandbox/examiner.h"
#include "sandbox/test_children.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <opencv2/core.hpp>

namespace pixiu::sandbox {
namespace {

using provenance::visible_mark::TextReader;

// A mark, dark on light with a margin.
cv::Mat line_of(const char* hexadecimal) {
  constexpr int margin_px = 12;
  const Bytes png = provenance::gb45438::readings_as_bytes(hexadecimal).at(0);
  const cv::Mat mark = media::decode_photo(png).value().pixels;
  cv::Mat line(mark.rows + 2 * margin_px, mark.cols + 2 * margin_px, CV_8UC1, cv::Scalar(255));
  for (int y = 0; y < mark.rows; ++y) {
    for (int x = 0; x < mark.cols; ++x) {
      line.at<uchar>(y + margin_px, x + margin_px) =
          static_cast<uchar>(255 - mark.at<cv::Vec3b>(y, x)[0]);
    }
  }
  return line;
}

TEST(TextReaderInSandbox, a_locked_child_reads_with_the_data_its_template_loaded) {
  const auto reader = std::make_shared<std::unique_ptr<TextReader>>();
  const cv::Mat line = line_of(provenance::visible_mark::test::ai_made);
  const auto process =
      TemplateProcess::start({.warm_up =
                                  [reader] {
                                    auto loaded = TextReader::load();
                                    if (!loaded) throw std::runtime_error(loaded.error().message);
                                    *reader = *std::move(loaded);
                                  },
                              .work =
                                  [reader, line](ByteView, const ReplySink& reply) {
                                    test::reply_text(reply, (*reader)->read_line(line));
                                  },
                              .limits = test::quick_limits()});
  ASSERT_TRUE(process) << process.error().message;
  for (int round = 0; round < 2; ++round) {
    const ByteView nothing;
    const auto reply = (*process)->run({.request_parts = {&nothing, 1}, .reply_bytes_max = 1000});
    ASSERT_TRUE(reply) << reply.error().message;
    EXPECT_THAT(std::string(text_of(reply->bytes.view())), testing::HasSubstr("生成"));
  }
}

// A grey picture with a mark in its lower right corner.
cv::Mat marked_picture() {
  const Bytes png =
      provenance::gb45438::readings_as_bytes(provenance::visible_mark::test::doubao).at(0);
  const cv::Mat mark = media::decode_photo(png).value().pixels;
  cv::Mat picture(720, 960, CV_8UC3, cv::Scalar(90, 110, 120));
  picture(cv::Rect(960 - mark.cols - 20, 720 - mark.rows - 20, mark.cols, mark.rows)) += mark * 0.5;
  return picture;
}

TEST(TextReaderInSandbox, a_mark_on_a_photo_and_on_a_film_reaches_the_answer) {
  const auto examiner = Examiner::start();
  ASSERT_TRUE(examiner) << examiner.error().message;
  const Bytes photo = media::encode_jpeg(marked_picture(), 90).value();
  const Bytes film = media::test::film_of({.pictures = std::vector<cv::Mat>(25, marked_picture())});
  for (const Bytes* file : {&photo, &film}) {
    const assessment::Assessment found = (*examiner)->examine({.photo = *file});
    ASSERT_FALSE(found.unreadable.has_value()) << found.unreadable->message;
    EXPECT_EQ(found.band, assessment::Band::review);
    EXPECT_EQ(found.photo.width, 960);
    EXPECT_FALSE(found.probability.has_value() && *found.probability >= 0.5);
    ASSERT_TRUE(found.ai.has_value());
    EXPECT_EQ(found.ai->declared, provenance::DeclaredAi::generated);
    EXPECT_THAT(found.ai->by, testing::ElementsAre(provenance::DeclaredBy::gb45438));
    EXPECT_EQ(found.ai->article6, provenance::Article6::suspected);
    const auto finding =
        std::find_if(found.findings.begin(), found.findings.end(), [](const Finding& one) {
          return one.examiner == provenance::visible_mark::visible_mark_examiner;
        });
    ASSERT_NE(finding, found.findings.end());
    EXPECT_EQ(finding->details["marks"][0]["vendor"], "doubao");
    ASSERT_EQ(finding->regions.size(), 1U);
    EXPECT_GT(finding->regions[0].x, 700);
    const bool is_film = file == &film;
    EXPECT_EQ(finding->details.contains("film"), is_film);
    if (!is_film) continue;
    EXPECT_EQ(finding->details["film"]["shown_at_s"].size(), 5U);
  }
  const auto shown = (*examiner)->render({.file = film, .long_side_px_max = 480});
  ASSERT_TRUE(shown) << shown.error().message;
  EXPECT_EQ(shown->width, 480);
}

}  // namespace
}  // namespace pixiu::sandbox
