#include "provenance/c2pa/source_type.h"
#include "provenance/c2pa/utf8.h"

#include <string>

#include <gtest/gtest.h>

namespace pixiu::provenance::c2pa {
namespace {

using namespace std::string_literals;

TEST(Utf8, well_formed_text_is_told_from_other_bytes) {
  EXPECT_TRUE(is_utf8("plain, 图片, é, 😀"));
  for (const std::string& text : {"\xC0\xAF"s, "\xED\xA0\x80"s, "\xF4\x90\x80\x80"s, "\xE2\x82"s,
                                  "\x80"s, "\xFF"s, "\xF0\x80\x80\xAF"s}) {
    EXPECT_FALSE(is_utf8(text));
  }
}

TEST(ShownText, has_no_control_characters_and_nothing_that_turns_the_reading_direction) {
  EXPECT_EQ(shown_text("a\nb\x7F\xC2\x85", 100), "a?b??");
  EXPECT_EQ(shown_text("gpj\u202Eexe", 100), "gpj?exe");
  EXPECT_EQ(shown_text("a\xFF\xFE z", 100), "a?? z");
}

TEST(ShownText, is_cut_between_characters) {
  EXPECT_EQ(shown_text("图片图片", 9), "图片…");
  EXPECT_EQ(shown_text("图片", 6), "图片");
  EXPECT_EQ(shown_text("图片图片", 2), "");
  EXPECT_LE(shown_text(std::string(1000, 'x'), 100).size(), 100U);
}

TEST(SourceType, ai_camera_and_other_origins_are_told_apart) {
  const std::string iptc = "http://cv.iptc.org/newscodes/digitalsourcetype/";
  EXPECT_EQ(source_type_of(iptc + "trainedAlgorithmicMedia"), SourceType::generated);
  EXPECT_EQ(source_type_of(" " + iptc + "trainedAlgorithmicMedia "), SourceType::generated);
  EXPECT_EQ(source_type_of("http://c2pa.org/digitalsourcetype/trainedAlgorithmicData"),
            SourceType::generated);
  EXPECT_EQ(source_type_of(iptc + "compositeWithTrainedAlgorithmicMedia"),
            SourceType::generated_in_part);
  EXPECT_EQ(source_type_of(iptc + "algorithmicMedia"), SourceType::human_work)
      << "no trained model";
  EXPECT_EQ(source_type_of(iptc + "digitalCapture"), SourceType::camera);
  EXPECT_EQ(source_type_of(iptc + "screenCapture"), SourceType::screen_capture);
  EXPECT_EQ(source_type_of("http://example.org/somethingNew"), SourceType::other);
  EXPECT_EQ(source_type_of(""), SourceType::not_stated);
}

}  // namespace
}  // namespace pixiu::provenance::c2pa
