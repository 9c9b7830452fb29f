#include "cli/terminal.h"

#include <map>

#include <gtest/gtest.h>

namespace pixiu::cli {
namespace {

Environment environment(std::map<std::string, std::string> variables) {
  return [variables = std::move(variables)](const char* name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  };
}

TEST(Language, follows_the_first_locale_variable_that_is_set) {
  EXPECT_EQ(language_of(environment({{"LANG", "zh_CN.UTF-8"}})), Language::zh);
  EXPECT_EQ(language_of(environment({{"LANG", "zh_CN.UTF-8"}, {"LC_ALL", "C"}})), Language::en);
  EXPECT_EQ(language_of(environment({{"LANG", "de_DE"}, {"LC_ALL", ""}})), Language::en);
  EXPECT_EQ(language_of(environment({{"LC_MESSAGES", "zh_TW"}, {"LANG", "C"}})), Language::zh);
  EXPECT_EQ(language_of(environment({})), Language::en);
}

TEST(Colour, is_for_terminals_that_do_not_refuse_it) {
  EXPECT_TRUE(wants_colour(environment({}), true));
  EXPECT_TRUE(wants_colour(environment({{"NO_COLOR", ""}}), true));
  EXPECT_FALSE(wants_colour(environment({{"NO_COLOR", "1"}}), true));
  EXPECT_FALSE(wants_colour(environment({{"TERM", "dumb"}}), true));
  EXPECT_FALSE(wants_colour(environment({}), false));
}

TEST(Printable, keeps_words_and_disarms_what_moves_the_terminal) {
  EXPECT_EQ(printable("售后 photo.jpg"), "售后 photo.jpg");
  EXPECT_EQ(printable("a\x1b[31mb\r\n\x7f"), "a?[31mb???");
  EXPECT_EQ(printable("a\xc2\x9b"
                      "31m"),
            "a?31m");
  EXPECT_EQ(printable("gpj.\xe2\x80\xae"
                      "exe"),
            "gpj.?exe");
  EXPECT_EQ(printable("\xe2\x81\xa7x\xe2\x80\x99"), "?x\xe2\x80\x99");
}

}  // namespace
}  // namespace pixiu::cli
