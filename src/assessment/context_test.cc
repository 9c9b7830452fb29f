#include "assessment/context.h"

#include "base/limits.h"

#include <string>

#include <gtest/gtest.h>

namespace pixiu::assessment {
namespace {

TEST(Context, every_known_key_is_read) {
  const auto context = parse_context_text(
      R"({"ordered_at":"2025-11-01T08:00:00+08:00","shipped_at":"2025-11-02T08:00:00Z",
          "delivered_at":"2025-11-04T08:00:00.250Z","filed_at":"2025-11-05T08:00:00-03:30",
          "declared_ai":false,"capture_required":true})");
  ASSERT_TRUE(context);
  EXPECT_EQ(context->ordered_at, "2025-11-01T08:00:00+08:00");
  EXPECT_EQ(context->shipped_at, "2025-11-02T08:00:00Z");
  EXPECT_EQ(context->delivered_at, "2025-11-04T08:00:00.250Z");
  EXPECT_EQ(context->filed_at, "2025-11-05T08:00:00-03:30");
  EXPECT_EQ(context->declared_ai, false);
  EXPECT_EQ(context->capture_required, true);
}

TEST(Context, every_key_is_optional_and_others_are_not_read) {
  const auto context = parse_context_text(R"({"id":"case-1","nested":{"ordered_at":5}})");
  ASSERT_TRUE(context);
  EXPECT_FALSE(context->ordered_at);
  EXPECT_FALSE(context->declared_ai);
}

TEST(Context, a_wrong_value_is_refused_by_key_and_never_repeated) {
  for (const std::string text :
       {R"({"filed_at":"yesterday by Zhang"})", R"({"filed_at":1700000000})",
        R"({"filed_at":null})", R"({"filed_at":"2025-02-30T00:00:00Z"})"}) {
    const auto context = parse_context_text(text);
    ASSERT_FALSE(context) << text;
    EXPECT_EQ(context.error().code, ErrorCode::invalid_input);
    EXPECT_NE(context.error().message.find("filed_at"), std::string::npos);
    EXPECT_EQ(context.error().message.find("Zhang"), std::string::npos);
  }
  const auto flag = parse_context_text(R"({"declared_ai":"yes"})");
  ASSERT_FALSE(flag);
  EXPECT_NE(flag.error().message.find("declared_ai"), std::string::npos);
}

TEST(Context, what_is_no_json_object_is_refused) {
  for (const std::string text : {"", "[]", "3", "{", "{\"a\":1}x", "\xff\xfe", "null"}) {
    const auto context = parse_context_text(text);
    ASSERT_FALSE(context) << text;
    EXPECT_EQ(context.error().code, ErrorCode::invalid_input);
  }
}

TEST(Context, size_and_nesting_are_bounded) {
  const std::string long_text =
      "{\"note\":\"" + std::string(limits::context_bytes_max, 'x') + "\"}";
  const auto too_long = parse_context_text(long_text);
  ASSERT_FALSE(too_long);
  EXPECT_EQ(too_long.error().code, ErrorCode::limit_exceeded);

  const std::string deep = "{\"a\":" + std::string(1000, '[') + std::string(1000, ']') + "}";
  const auto too_deep = parse_context_text(deep);
  ASSERT_FALSE(too_deep);
  EXPECT_EQ(too_deep.error().code, ErrorCode::limit_exceeded);
}

TEST(Context, date_times_follow_rfc3339) {
  for (const auto* good :
       {"2024-02-29T23:59:60Z", "2025-01-01t00:00:00z", "2025-01-01T00:00:00.123456789+14:00"}) {
    EXPECT_TRUE(is_rfc3339(good)) << good;
  }
  for (const auto* bad :
       {"", "2025-01-01", "2023-02-29T00:00:00Z", "2025-13-01T00:00:00Z", "2025-01-01T24:00:00Z",
        "2025-01-01T00:00Z", "2025-01-01 00:00:00Z", "2025-01-01T00:00:00", "2025-01-01T00:00:00.Z",
        "2025-01-01T00:00:00+0800", "2025-01-01T00:00:00Z ", "2025-00-10T00:00:00Z"}) {
    EXPECT_FALSE(is_rfc3339(bad)) << bad;
  }
}

}  // namespace
}  // namespace pixiu::assessment
