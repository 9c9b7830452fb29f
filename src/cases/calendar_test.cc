#include "cases/calendar.h"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu::cases {
namespace {

using std::chrono::local_days;
using namespace std::chrono_literals;

Timestamp at(std::string_view text) {
  return parse_timestamp(text).value();
}

const Calendar& china() {
  return *built_in_calendar("cn");
}

std::string end(std::string_view from, Period period) {
  return format_timestamp(china().end_of(period, at(from)).at);
}

local_days day(int year, unsigned month, unsigned day_of_month) {
  return local_days(std::chrono::year(year) / static_cast<int>(month) /
                    static_cast<int>(day_of_month));
}

// New York in 2026: the clock goes forward on 8 March at 02:00 and back on 1 November.
constexpr std::string_view with_daylight_saving = R"(
schema = "pixiu.calendar/1"
id = "test"
weekend = ["saturday", "sunday"]
offset = [
  { from = 2025-11-02T06:00:00Z, minutes = -300 },
  { from = 2026-03-08T07:00:00Z, minutes = -240 },
  { from = 2026-11-01T06:00:00Z, minutes = -300 },
]
)";

constexpr std::string_view with_a_gap_at_midnight = R"(
schema = "pixiu.calendar/1"
id = "test"
weekend = []
offset = [
  { from = 2026-01-01T00:00:00Z, minutes = 120 },
  { from = 2026-03-28T22:00:00Z, minutes = 180 },
]
)";

TEST(Calendar, a_moment_belongs_to_the_day_that_the_clock_in_china_shows) {
  EXPECT_EQ(china().day_of(at("2026-03-04T15:59:59.999Z")), day(2026, 3, 4));
  EXPECT_EQ(china().day_of(at("2026-03-04T16:00:00Z")), day(2026, 3, 5));
  EXPECT_EQ(china().start_of(day(2026, 3, 5)), at("2026-03-04T16:00:00Z"));
}

TEST(Calendar, a_holiday_is_no_workday_and_a_make_up_sunday_is_one) {
  EXPECT_FALSE(china().is_workday(day(2026, 10, 1)));  // Thursday, National Day
  EXPECT_TRUE(china().is_workday(day(2026, 9, 20)));   // Sunday worked for it
  EXPECT_FALSE(china().is_workday(day(2026, 9, 13)));  // any other Sunday
  EXPECT_TRUE(china().is_workday(day(2026, 9, 14)));   // Monday
  EXPECT_FALSE(china().is_workday(day(2026, 2, 23)));  // Monday, last day of Spring Festival
  EXPECT_TRUE(china().is_workday(day(2026, 2, 28)));   // Saturday worked
}

TEST(Calendar, has_as_many_days_off_as_the_notices_say) {
  // The law gives 13 public holidays; the notices move workdays but take none away:
  // 365 days - 104 Saturdays and Sundays - 13.
  for (const int year : {2025, 2026}) {
    int workdays = 0;
    for (local_days d = day(year, 1, 1); d <= day(year, 12, 31); d += std::chrono::days(1)) {
      workdays += china().is_workday(d) ? 1 : 0;
    }
    EXPECT_EQ(workdays, 248) << year;
  }
}

TEST(Calendar, three_workdays_over_national_day_skip_the_holiday_and_count_the_make_up_day) {
  // From Wednesday 30 September: 8 and 9 October and Saturday the 10th, which is worked.
  EXPECT_EQ(end("2026-09-30T04:00:00Z", {3, PeriodUnit::workdays}), "2026-10-10T16:00:00.000Z");
}

TEST(Calendar, the_day_of_filing_does_not_count) {
  EXPECT_EQ(end("2026-06-01T00:00:00Z", {1, PeriodUnit::workdays}), "2026-06-02T16:00:00.000Z");
  EXPECT_EQ(end("2026-06-01T15:59:59Z", {1, PeriodUnit::workdays}), "2026-06-02T16:00:00.000Z");
  EXPECT_EQ(end("2026-06-01T16:00:00Z", {1, PeriodUnit::workdays}), "2026-06-03T16:00:00.000Z");
}

TEST(Calendar, days_that_end_on_a_day_off_end_with_the_next_workday) {
  EXPECT_EQ(end("2026-09-24T04:00:00Z", {7, PeriodUnit::days}), "2026-10-08T16:00:00.000Z");
  EXPECT_EQ(end("2026-06-01T04:00:00Z", {3, PeriodUnit::days}), "2026-06-04T16:00:00.000Z");
}

TEST(Calendar, hours_count_from_the_moment_itself_through_any_holiday) {
  EXPECT_EQ(end("2026-09-30T04:00:00Z", {48, PeriodUnit::hours}), "2026-10-02T04:00:00.000Z");
}

TEST(Calendar, leap_day_and_year_end_are_days_like_others) {
  EXPECT_EQ(end("2028-02-28T04:00:00Z", {1, PeriodUnit::workdays}), "2028-02-29T16:00:00.000Z");
  EXPECT_EQ(end("2025-12-31T04:00:00Z", {1, PeriodUnit::workdays}), "2026-01-04T16:00:00.000Z");
}

TEST(Calendar, an_end_in_a_year_that_is_not_announced_is_provisional) {
  EXPECT_FALSE(
      china().end_of({5, PeriodUnit::workdays}, at("2026-06-01T00:00:00Z")).is_provisional);
  EXPECT_TRUE(china().end_of({5, PeriodUnit::workdays}, at("2026-12-30T00:00:00Z")).is_provisional);
  EXPECT_FALSE(china().end_of({72, PeriodUnit::hours}, at("2030-12-30T00:00:00Z")).is_provisional);
}

TEST(Calendar, a_day_has_23_or_25_hours_when_clocks_change) {
  const Calendar calendar = Calendar::parse(with_daylight_saving).value();
  EXPECT_EQ(calendar.start_of(day(2026, 3, 9)) - calendar.start_of(day(2026, 3, 8)), 23h);
  EXPECT_EQ(calendar.start_of(day(2026, 11, 2)) - calendar.start_of(day(2026, 11, 1)), 25h);
  EXPECT_EQ(format_timestamp(calendar.end_of({1, PeriodUnit::days}, at("2026-03-06T12:00:00Z")).at),
            "2026-03-10T04:00:00.000Z");  // Saturday and Sunday pass; Monday ends at -04:00
}

TEST(Calendar, a_day_whose_midnight_is_skipped_begins_after_the_gap) {
  const Calendar calendar = Calendar::parse(with_a_gap_at_midnight).value();
  const Timestamp start = calendar.start_of(day(2026, 3, 29));
  EXPECT_EQ(format_timestamp(start), "2026-03-28T22:00:00.000Z");
  EXPECT_EQ(calendar.day_of(start), day(2026, 3, 29));
  EXPECT_EQ(calendar.day_of(start - 1ms), day(2026, 3, 28));
}

TEST(Calendar, a_file_that_contradicts_itself_is_refused_with_its_line) {
  const std::string head = R"(schema = "pixiu.calendar/1"
id = "x"
weekend = ["sunday"]
offset = [{ from = 2026-01-01T00:00:00Z, minutes = 0 }]
)";
  ASSERT_TRUE(Calendar::parse(head).has_value());
  for (const std::string& text : {
           std::string(),
           std::string("schema = 3"),
           head + "more = 1",
           head + "[[year]]\nyear = 2026",
           head + "[[year]]\nyear = 2026\nsource = \"s\"\nworkdays = [2025-01-01]",
           head + "[[year]]\nyear = 2026\nsource = \"s\"\nworkdays = [2026-02-30]",
           head + "[[year]]\nyear = 2026\nsource = \"s\"\nworkdays = [2026-01-01]\nholidays = [{ "
                  "name = \"n\", from = 2026-01-01, until = 2026-01-02 }]",
           head + "[[year]]\nyear = 2026\nsource = \"s\"\nholidays = [{ name = \"n\", from = "
                  "2026-01-01, until = 2026-12-31 }]",
       }) {
    const auto calendar = Calendar::parse(text);
    ASSERT_FALSE(calendar.has_value()) << text;
    EXPECT_EQ(calendar.error().code, ErrorCode::invalid_input);
    EXPECT_NE(calendar.error().message.find("calendar line "), std::string::npos);
  }
}

TEST(Period, other_forms_are_refused) {
  EXPECT_EQ(parse_period("3 workdays"), (Period{3, PeriodUnit::workdays}));
  for (const char* text : {"", "3", "3 ", "three days", "-1 days", "1001 days", "3 day", "3  days",
                           "3 days ", "3.5 days", "99999999999 days"}) {
    EXPECT_FALSE(parse_period(text).has_value()) << text;
  }
}

// A moment in the years 1992 to 2060, and a period of up to a year.
Timestamp any_moment() {
  return Timestamp(std::chrono::milliseconds(
      *rc::gen::inRange<std::int64_t>(694'224'000'000, 2'840'140'800'000)));
}
Period any_period() {
  return {*rc::gen::inRange(0, 250),
          *rc::gen::element(PeriodUnit::hours, PeriodUnit::days, PeriodUnit::workdays)};
}

RC_GTEST_PROP(Calendar, a_later_start_never_ends_earlier_and_no_period_ends_before_it_begins, ()) {
  const Timestamp from = any_moment();
  const Timestamp later = from + std::chrono::minutes(*rc::gen::inRange(0, 100'000));
  const Period period = any_period();
  RC_ASSERT(china().end_of(period, from).at >= from);
  RC_ASSERT(china().end_of(period, later).at >= china().end_of(period, from).at);
}

RC_GTEST_PROP(Calendar, as_many_workdays_pass_as_were_given, ()) {
  const Timestamp from = any_moment();
  const int count = *rc::gen::inRange(1, 60);
  const Timestamp end = china().end_of({count, PeriodUnit::workdays}, from).at;
  int passed = 0;
  for (local_days d = china().day_of(from) + std::chrono::days(1); china().start_of(d) < end;
       d += std::chrono::days(1)) {
    passed += china().is_workday(d) ? 1 : 0;
  }
  RC_ASSERT(passed == count);
  RC_ASSERT(china().is_workday(china().day_of(end - 1ms)));
}

RC_GTEST_PROP(Calendar, every_day_begins_in_itself_and_follows_the_one_before, ()) {
  const Calendar zones[] = {china(), Calendar::parse(with_daylight_saving).value(),
                            Calendar::parse(with_a_gap_at_midnight).value()};
  for (const Calendar& calendar : zones) {
    const local_days d = calendar.day_of(any_moment());
    const Timestamp start = calendar.start_of(d);
    RC_ASSERT(calendar.day_of(start) == d);
    RC_ASSERT(calendar.day_of(start - 1ms) == d - std::chrono::days(1));
  }
}

RC_GTEST_PROP(Period, is_read_as_written, ()) {
  const Period period = any_period();
  RC_ASSERT(parse_period(period_text(period)) == period);
}

RC_GTEST_PROP(Calendar, no_text_breaks_the_reader, (const std::string& text)) {
  (void)Calendar::parse(text);
  (void)Calendar::parse(std::string(with_daylight_saving) + text);
}

}  // namespace
}  // namespace pixiu::cases
