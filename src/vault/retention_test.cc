#include "vault/retention.h"

#include <gtest/gtest.h>

namespace pixiu::vault {
namespace {

Timestamp at(const char* text) {
  return *parse_timestamp(text);
}

std::string row(const std::string& changes) {
  return "schema = \"pixiu.retention/1\"\n[[class]]\nword = \"dispute\"\nname_en = \"a\"\n"
         "name_zh = \"b\"\nsource = \"c\"\nconfirmed = false\n" +
         changes;
}

TEST(Retention, the_built_in_schedule_keeps_exhibits_of_a_claim_for_three_years) {
  const RetentionSchedule schedule = default_retention();
  EXPECT_EQ(schedule.due("dispute", at("2026-11-28T01:02:03Z")), at("2029-11-28T01:02:03Z"));
  EXPECT_EQ(schedule.due("unattached", at("2026-11-28T00:00:00Z")), at("2026-12-28T00:00:00Z"));
  EXPECT_TRUE(schedule.has("litigation"));
  EXPECT_FALSE(schedule.has("forever"));
  EXPECT_FALSE(schedule.due("forever", at("2026-11-28T00:00:00Z")));
}

TEST(Retention, a_row_counts_for_what_is_received_from_its_day_on) {
  const auto schedule = RetentionSchedule::parse(
      row("from = 2020-01-01\ndays = 10\n") +
      "[[class]]\nword = \"dispute\"\nname_en = \"a\"\nname_zh = \"b\"\nsource = \"c\"\n"
      "confirmed = true\nfrom = 2026-02-01\ndays = 20\n");
  ASSERT_TRUE(schedule) << schedule.error().message;
  EXPECT_EQ(schedule->due("dispute", at("2026-01-31T23:59:59Z")), at("2026-02-10T23:59:59Z"));
  EXPECT_EQ(schedule->due("dispute", at("2026-02-01T00:00:00Z")), at("2026-02-21T00:00:00Z"));
  EXPECT_FALSE(schedule->due("dispute", at("2019-12-31T23:59:59Z")));
}

TEST(Retention, files_of_another_form_are_refused_with_their_line) {
  for (const char* changes :
       {"from = 2020-01-01\n", "days = 10\n", "from = 2020-01-01\ndays = 0\n",
        "from = 2020-01-01\ndays = 1.5\n", "from = \"2020-01-01\"\ndays = 10\n",
        "from = 2020-01-01\ndays = 10\nyears = 1\n"}) {
    const auto schedule = RetentionSchedule::parse(row(changes));
    ASSERT_FALSE(schedule) << changes;
    EXPECT_NE(schedule.error().message.find("line "), std::string::npos) << changes;
  }
  EXPECT_FALSE(RetentionSchedule::parse(""));
  EXPECT_FALSE(RetentionSchedule::parse("schema = "));
  const std::string one = row("from = 2020-01-01\ndays = 10\n");
  EXPECT_FALSE(RetentionSchedule::parse(one + one.substr(one.find("[[class]]"))));
}

}  // namespace
}  // namespace pixiu::vault
