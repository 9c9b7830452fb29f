#include "sandbox/plain_text.h"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu::sandbox {
namespace {

TEST(PlainText, words_of_every_language_are_plain) {
  EXPECT_TRUE(is_plain_text(""));
  EXPECT_TRUE(is_plain_text("Made from the listing photo."));
  EXPECT_TRUE(is_plain_text("该图由商品原图制成"));
  EXPECT_TRUE(is_plain_text("\xF0\x9F\x93\xB7"));
}

TEST(PlainText, control_characters_are_not) {
  for (const std::string text : {"a\nb", "\x1b[2J", "\x7f",
                                 "\xC2\x9B"
                                 "31m",
                                 "a\tb"}) {
    EXPECT_FALSE(is_plain_text(text));
  }
  EXPECT_FALSE(is_plain_text(std::string_view("a\0b", 3)));
}

TEST(PlainText, broken_utf_8_is_not) {
  for (const std::string text : {"\xFF", "\xC3", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80",
                                 "\xF4\x90\x80\x80", "\x80", "\xE4\xB8"}) {
    EXPECT_FALSE(is_plain_text(text));
  }
}

TEST(PlainText, cleaning_replaces_and_cuts_between_characters) {
  EXPECT_EQ(as_plain_text("a\x1b\xFF"
                          "b",
                          10),
            "a??b");
  EXPECT_EQ(as_plain_text("\xE5\x9B\xBE\xE5\x9B\xBE", 5), "\xE5\x9B\xBE");
}

RC_GTEST_PROP(PlainTextProperty, cleaned_text_is_plain, (const std::string& text)) {
  RC_ASSERT(is_plain_text(as_plain_text(text, 100)));
}

RC_GTEST_PROP(PlainTextProperty, plain_text_is_left_alone, (const std::string& text)) {
  const std::string plain = as_plain_text(text, 1000);
  RC_ASSERT(as_plain_text(plain, 1000) == plain);
}

TEST(PlainName, is_what_our_own_names_look_like) {
  EXPECT_TRUE(is_plain_name("same_capture2"));
  for (const char* text : {"", "Same", "a b", "a-b", "\xE5\x9B\xBE"}) {
    EXPECT_FALSE(is_plain_name(text));
  }
}

TEST(JsonNesting, counts_brackets_outside_of_strings) {
  EXPECT_EQ(json_nesting("1", 9), 0);
  EXPECT_EQ(json_nesting(R"({"a":[1,{"b":2}]})", 9), 3);
  EXPECT_EQ(json_nesting(R"({"a":"[[[[","b":"\"[["})", 9), 1);
  EXPECT_EQ(json_nesting(std::string(1000, '['), 9), 10);
}

}  // namespace
}  // namespace pixiu::sandbox
