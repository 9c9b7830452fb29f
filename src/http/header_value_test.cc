#include "http/header_value.h"

#include <gtest/gtest.h>

namespace pixiu::http {
namespace {

TEST(HeaderValue, value_and_parameters_are_read) {
  const auto value = parse_header_value("Form-Data; NAME=\"a\\\"b\" ; filename*=UTF-8''%e6;");
  ASSERT_TRUE(value) << value.error().message;
  EXPECT_EQ(value->value, "form-data");
  ASSERT_NE(value->find("name"), nullptr);
  EXPECT_EQ(*value->find("name"), "a\"b");
  EXPECT_EQ(*value->find("filename*"), "UTF-8''%e6");
  EXPECT_EQ(value->find("other"), nullptr);
}

TEST(HeaderValue, what_does_not_parse_is_refused) {
  std::string many = "a";
  for (int i = 0; i < 17; ++i) many += "; p" + std::to_string(i) + "=1";
  for (const std::string& bad :
       {std::string(), std::string(";"), std::string("a b"), std::string("a; b"),
        std::string("a; b="), std::string("a; b=\"c"), std::string("a; b=\"c\\"),
        std::string("a; b=\"\x01\""), std::string("a; b=1; B=2"), many}) {
    EXPECT_FALSE(parse_header_value(bad)) << bad;
  }
}

TEST(HeaderValue, accepted_codings_respect_the_weight) {
  EXPECT_TRUE(accepts_coding("gzip", "gzip"));
  EXPECT_TRUE(accepts_coding("deflate, GZIP;q=0.5, br", "gzip"));
  EXPECT_FALSE(accepts_coding("", "gzip"));
  EXPECT_FALSE(accepts_coding("br", "gzip"));
  EXPECT_FALSE(accepts_coding("gzip;q=0", "gzip"));
  EXPECT_FALSE(accepts_coding("gzip;q=0.000, br", "gzip"));
}

}  // namespace
}  // namespace pixiu::http
