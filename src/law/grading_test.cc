#include "law/grading.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu::law {
namespace {

Date day(int year, unsigned month, unsigned day_of_month) {
  return {std::chrono::year(year), std::chrono::month(month), std::chrono::day(day_of_month)};
}

AllegedAct act(Date on, std::int64_t yuan, bool is_obtained = true, bool is_dealt_with = false) {
  return {on, Money::from_fen(yuan * 100), is_obtained, is_dealt_with};
}

GradingAid aid(std::vector<AllegedAct> acts, Date today = day(2026, 11, 28)) {
  return grade({std::move(acts), std::nullopt, today}, statutes_of_china()).value();
}

const PossibleBasis* find(const GradingAid& aid, std::string_view id) {
  const auto found = std::find_if(aid.bases.begin(), aid.bases.end(),
                                  [&](const PossibleBasis& basis) { return basis.statute == id; });
  return found == aid.bases.end() ? nullptr : &*found;
}

TEST(Statutes, are_in_force_on_their_days_alone) {
  const Statute& old_law = *statutes_of_china().find("public_security_2012_49");
  const Statute& new_law = *statutes_of_china().find("public_security_2025_58");
  EXPECT_TRUE(old_law.is_in_force(day(2025, 12, 31)));
  EXPECT_FALSE(old_law.is_in_force(day(2026, 1, 1)));
  EXPECT_FALSE(new_law.is_in_force(day(2025, 12, 31)));
  EXPECT_TRUE(new_law.is_in_force(day(2026, 1, 1)));
  EXPECT_FALSE(statutes_of_china().find("opinion_2016")->is_confirmed);
}

TEST(Statutes, a_file_with_a_fault_is_refused_with_its_line) {
  for (const char* text : {"", "schema = 1", "schema = \"pixiu.statutes/1\"\nstatute = []",
                           "= =", "schema = \"pixiu.statutes/1\"\nstatute = [1]\nmore = 2"}) {
    EXPECT_FALSE(Statutes::parse(text).has_value()) << text;
  }
}

TEST(Grading, each_act_is_looked_up_in_the_law_of_its_own_day) {
  const GradingAid both = aid({act(day(2025, 12, 31), 195), act(day(2026, 1, 1), 195)});
  ASSERT_NE(find(both, "public_security_2012_49"), nullptr);
  ASSERT_NE(find(both, "public_security_2025_58"), nullptr);
  EXPECT_EQ(find(aid({act(day(2026, 1, 1), 195)}), "public_security_2012_49"), nullptr);
  EXPECT_EQ(find(aid({act(day(2025, 12, 31), 195)}), "public_security_2025_58"), nullptr);
}

TEST(Grading, three_thousand_yuan_is_where_criminal_law_becomes_possible) {
  EXPECT_EQ(find(aid({act(day(2026, 5, 1), 2999)}), "criminal_law_266"), nullptr);
  EXPECT_NE(find(aid({act(day(2026, 5, 1), 3000)}), "criminal_law_266"), nullptr);
}

TEST(Grading, several_times_add_up_under_the_opinion_of_2016_alone) {
  const GradingAid several = aid({act(day(2025, 1, 5), 1600), act(day(2026, 5, 1), 1600)});
  EXPECT_EQ(find(several, "criminal_law_266"), nullptr);
  ASSERT_NE(find(several, "opinion_2016"), nullptr);
  EXPECT_EQ(find(several, "opinion_2016")->amount, Money::from_fen(320'000));
  EXPECT_FALSE(find(several, "opinion_2016")->is_confirmed);
}

TEST(Grading, what_is_older_than_two_years_or_dealt_with_does_not_add_up) {
  EXPECT_EQ(find(aid({act(day(2024, 11, 27), 1600), act(day(2026, 5, 1), 1600)}), "opinion_2016"),
            nullptr);
  EXPECT_NE(find(aid({act(day(2024, 11, 28), 1600), act(day(2026, 5, 1), 1600)}), "opinion_2016"),
            nullptr);
  EXPECT_EQ(find(aid({act(day(2026, 4, 1), 1600, true, true), act(day(2026, 5, 1), 1600)}),
                 "opinion_2016"),
            nullptr);
}

TEST(Grading, an_attempt_is_civil_for_nobody_and_criminal_for_huge_amounts_alone) {
  const GradingAid small = aid({act(day(2026, 5, 1), 5000, false)});
  EXPECT_EQ(find(small, "civil_code_148"), nullptr);
  EXPECT_EQ(find(small, "interpretation_2011_5"), nullptr);
  EXPECT_NE(find(aid({act(day(2026, 5, 1), 30000, false)}), "interpretation_2011_5"), nullptr);
}

TEST(Grading, time_runs_from_the_last_act_and_from_knowledge) {
  const GradingAid late = aid({act(day(2026, 1, 31), 100), act(day(2026, 8, 31), 100)});
  const PossibleBasis& security = *find(late, "public_security_2025_58");
  EXPECT_EQ(*security.time_limit, day(2027, 2, 28));
  EXPECT_FALSE(security.is_time_over);
  EXPECT_TRUE(find(aid({act(day(2026, 5, 27), 100)}), "public_security_2025_58")->is_time_over);
  const Question question{{act(day(2026, 1, 31), 100)}, day(2026, 2, 28), day(2026, 11, 28)};
  const GradingAid known = grade(question, statutes_of_china()).value();
  EXPECT_EQ(*find(known, "civil_code_148")->time_limit, day(2027, 2, 28));
}

TEST(Grading, always_says_that_it_is_a_possible_basis_only_if_proved) {
  const GradingAid any = aid({act(day(2026, 5, 1), 500'000)});
  EXPECT_NE(any.condition.en.find("possible basis only, if it is proved"), std::string::npos);
  EXPECT_NE(any.condition.zh.find("可能"), std::string::npos);
}

TEST(Grading, what_cannot_be_is_refused) {
  const Date today = day(2026, 11, 28);
  EXPECT_FALSE(grade({{}, std::nullopt, today}, statutes_of_china()).has_value());
  EXPECT_FALSE(
      grade({{act(day(2026, 11, 29), 1)}, std::nullopt, today}, statutes_of_china()).has_value());
  EXPECT_FALSE(grade({{act(today, -1)}, std::nullopt, today}, statutes_of_china()).has_value());
  const AllegedAct most{today, Money::from_fen(std::numeric_limits<std::int64_t>::max()), true,
                        false};
  EXPECT_EQ(grade({{most, most}, std::nullopt, today}, statutes_of_china()).error().code,
            ErrorCode::limit_exceeded);
}

RC_GTEST_PROP(Grading, more_money_never_takes_a_criminal_basis_away, ()) {
  const auto yuan = *rc::gen::inRange<std::int64_t>(0, 600'000);
  const auto more = yuan + *rc::gen::inRange<std::int64_t>(0, 600'000);
  const Date on = day(2026, 5, 1);
  if (find(aid({act(on, yuan)}), "criminal_law_266") != nullptr) {
    RC_ASSERT(find(aid({act(on, more)}), "criminal_law_266") != nullptr);
  }
}

}  // namespace
}  // namespace pixiu::law
