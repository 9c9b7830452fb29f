#include "provenance/visible_mark/text_reader.h"

#include "media/decode.h"
#include "provenance/gb45438/encoded_bytes.h"
#include "provenance/visible_mark/mark_strips.h"
#include "sandbox/test_children.h"

#include <memory>
#include <string>

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

}  // namespace
}  // namespace pixiu::sandbox
