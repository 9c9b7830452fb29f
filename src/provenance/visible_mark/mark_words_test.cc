#include "provenance/visible_mark/mark_words.h"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace pixiu::provenance::visible_mark {
namespace {

std::string phrase_of(std::string_view text) {
  const auto words = find_mark_words(text);
  return words ? words->phrase : "none";
}

TEST(MarkWords, marks_are_read_as_vendors_write_them) {
  EXPECT_EQ(phrase_of("AI生成"), "AI生成");
  EXPECT_EQ(phrase_of("人工智能生成"), "人工智能生成");
  EXPECT_EQ(phrase_of("内容由AI生成\n"), "内容由AI生成");
  EXPECT_EQ(phrase_of("AI generated"), "AI generated");
  EXPECT_EQ(phrase_of("★即梦AI"), "即梦AI");
  EXPECT_EQ(find_mark_words("豆包 AI 生成")->vendor_id, "doubao");
  EXPECT_EQ(find_mark_words("RunningHub AI生成")->vendor_id, "runninghub");
  EXPECT_EQ(find_mark_words("千问AI生成")->errors, 0);
}

TEST(MarkWords, what_readers_confuse_is_tolerated) {
  for (const char* text :
       {"Al生成", "A|生成", "AT生成", "ATI生成", "AI牛成", "ＡＩ生戍", "[AI生成]"}) {
    EXPECT_EQ(phrase_of(text), "AI生成") << text;
  }
  EXPECT_EQ(phrase_of("豆包和1咎成"), "豆包AI生成");
  EXPECT_EQ(phrase_of("豆包AT生咎"), "豆包AI生成");
  EXPECT_EQ(phrase_of("RunningHup AT生成一"), "RunningHub AI生成");
}

TEST(MarkWords, marks_cut_by_the_edge_are_read) {
  EXPECT_EQ(phrase_of("Al生口"), "AI生(成)");
  EXPECT_EQ(phrase_of("[内容由Al生]"), "内容由AI生成");
  EXPECT_EQ(phrase_of("即梦/"), "即梦(AI)");
  EXPECT_EQ(phrase_of("Al genera"), "AI gener(ated)");
}

TEST(MarkWords, words_of_daily_life_are_none) {
  for (const char* text :
       {"", "生产日期 2026", "人工智能音箱", "AIR", "豆包", "MADE IN CHINA", "合成纤维", "生成",
        "AI", "generated", "Image ID: 201995234", "成人", "保质期12个月", "NVIDIA 人工智能", "百度",
        "AI音箱", "AIRPODS PRO", "Allergen"}) {
    EXPECT_EQ(phrase_of(text), "none") << text;
  }
}

RC_GTEST_PROP(MarkWordsProperty, any_text_is_survived, (const std::string& text)) {
  const auto words = find_mark_words(text);
  RC_ASSERT(!words || !words->phrase.empty());
}

}  // namespace
}  // namespace pixiu::provenance::visible_mark
