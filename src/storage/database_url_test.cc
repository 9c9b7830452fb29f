#include "storage/database_url.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::storage {
namespace {

TEST(DatabaseUrl, tells_the_engines_apart) {
  EXPECT_EQ(DatabaseUrl::parse("sqlite:/var/lib/pixiu/pixiu.sqlite")->engine(), Engine::sqlite);
  EXPECT_EQ(DatabaseUrl::parse("postgresql://pixiu@db.example/pixiu")->engine(),
            Engine::postgresql);
  EXPECT_EQ(DatabaseUrl::parse("postgres://pixiu@db.example/pixiu")->engine(), Engine::postgresql);
}

TEST(DatabaseUrl, shows_neither_user_nor_password_nor_parameters) {
  EXPECT_EQ(
      DatabaseUrl::parse("postgresql://u:secret@db.example:5432/pixiu?password=secret")->shown(),
      "postgresql://db.example:5432/pixiu");
  EXPECT_EQ(DatabaseUrl::parse("postgresql://u:se@cret@db.example/pixiu")->shown(),
            "postgresql://db.example/pixiu");
  EXPECT_THAT(DatabaseUrl::parse("postgresql://u:se/cr@et@db.example/pixiu")->shown(),
              ::testing::Not(::testing::HasSubstr("cr@et")));
  EXPECT_EQ(DatabaseUrl::parse("sqlite:x.sqlite")->shown(), "sqlite:x.sqlite");
}

TEST(DatabaseUrl, refuses_other_texts_without_repeating_them) {
  for (const char* text : {"", "mysql://u:secret@db/x", "sqlite:", "sqlite::memory:",
                           "sqlite:file:x?mode=ro", "sqlite:a\"b", "sqlite:a\nb", "secret"}) {
    const auto url = DatabaseUrl::parse(text);
    ASSERT_FALSE(url) << text;
    EXPECT_EQ(url.error().code, ErrorCode::invalid_input);
    EXPECT_THAT(url.error().message, ::testing::Not(::testing::HasSubstr("secret")));
  }
}

}  // namespace
}  // namespace pixiu::storage
