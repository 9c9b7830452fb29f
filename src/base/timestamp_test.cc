#include "base/timestamp.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace pixiu {
namespace {

using namespace std::chrono_literals;

Timestamp at(std::int64_t unix_ms) {
  return Timestamp{std::chrono::milliseconds{unix_ms}};
}

TEST(Timestamp, is_written_in_utc_with_milliseconds) {
  EXPECT_EQ(format_timestamp(at(0)), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(format_timestamp(at(951'827'696'789)), "2000-02-29T12:34:56.789Z");
  EXPECT_EQ(format_timestamp(at(-1)), "1969-12-31T23:59:59.999Z");
}

TEST(Timestamp, every_offset_is_brought_to_utc) {
  const Timestamp noon = parse_timestamp("2026-03-04T12:00:00Z").value();
  EXPECT_EQ(parse_timestamp("2026-03-04T20:00:00+08:00"), noon);
  EXPECT_EQ(parse_timestamp("2026-03-03T23:30:00-12:30"), noon);
  EXPECT_EQ(parse_timestamp("2026-03-04t12:00:00.000z"), noon);
}

TEST(Timestamp, digits_beyond_the_millisecond_are_dropped) {
  EXPECT_EQ(parse_timestamp("1970-01-01T00:00:00.1Z"), at(100));
  EXPECT_EQ(parse_timestamp("1970-01-01T00:00:00.0019999999999999Z"), at(1));
}

TEST(Timestamp, leap_second_is_the_first_moment_of_the_next_day) {
  EXPECT_EQ(parse_timestamp("2016-12-31T23:59:60Z"), parse_timestamp("2017-01-01T00:00:00Z"));
  EXPECT_EQ(parse_timestamp("2017-01-01T07:59:60.500+08:00"),
            parse_timestamp("2017-01-01T00:00:00Z"));
  EXPECT_FALSE(parse_timestamp("2016-12-31T12:59:60Z").has_value());
}

TEST(Timestamp, what_no_calendar_or_clock_shows_is_refused) {
  for (const char* text :
       {"", "2026-03-04", "2026-03-04 12:00:00Z", "2026-03-04T12:00:00", "2026-02-30T12:00:00Z",
        "2026-00-10T12:00:00Z", "2026-13-10T12:00:00Z", "2026-03-00T12:00:00Z",
        "2026-03-04T24:00:00Z", "2026-03-04T12:60:00Z", "2026-03-04T12:00:61Z",
        "2026-03-04T12:00:00.Z", "2026-03-04T12:00:00+24:00", "2026-03-04T12:00:00+08",
        "2026-03-04T12:00:00Z ", "+026-03-04T12:00:00Z", "0000-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01"}) {
    const auto time = parse_timestamp(text);
    ASSERT_FALSE(time.has_value()) << text;
    EXPECT_EQ(time.error().code, ErrorCode::invalid_input) << text;
  }
}

TEST(Timestamp, what_is_written_reads_back_the_same) {
  EXPECT_TRUE(rc::check([] {
    // The milliseconds of the years 0000 and 10000.
    const Timestamp time =
        at(*rc::gen::inRange<std::int64_t>(-62'167'219'200'000, 253'402'300'800'000));
    RC_ASSERT(parse_timestamp(format_timestamp(time)) == time);
  }));
}

TEST(Timestamp, no_text_breaks_the_reader) {
  EXPECT_TRUE(rc::check([](const std::string& text) {
    if (const auto time = parse_timestamp(text)) format_timestamp(*time);
  }));
}

TEST(Timestamp, no_damaged_time_breaks_the_reader) {
  EXPECT_TRUE(rc::check([](std::size_t place, char character) {
    std::string text = "2026-03-04T12:00:00.123+08:00";
    text[place % text.size()] = character;
    if (const auto time = parse_timestamp(text)) format_timestamp(*time);
  }));
}

}  // namespace
}  // namespace pixiu
