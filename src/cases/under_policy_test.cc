#include "cases/under_policy.h"

#include "cases/testing.h"

#include <gtest/gtest.h>

namespace pixiu::cases {
namespace {

using testing::Story;

policy::Date today() {
  return policy::parse_date("2026-11-28").value();
}

TEST(UnderPolicy, a_claim_tells_the_rules_what_it_knows) {
  Story story;
  story.bring_to_review();
  story.tell(story.engine(), ExaminationRecorded{story.claim.exhibits.front(), Band::contradicted});
  EXPECT_EQ(policy::facts_to_json(facts_of(story.claim)),
            (nlohmann::json{{"claim_kind", "refund_only"},
                            {"amount", "200.00"},
                            {"category", "crockery"},
                            {"band", "contradicted"},
                            {"exhibits_contradicted", 1},
                            {"merchant_answer", "contests"}}));
}

TEST(UnderPolicy, the_rules_lower_a_tenants_limit_and_never_raise_it) {
  policy::Evaluation evaluation;
  Terms tenants = Story::default_terms();
  for (const std::int64_t fen : {0, 4999, 5000, 90'000}) {
    evaluation.outcome.refund_only_max = Money::from_fen(fen);
    EXPECT_EQ(terms_under(evaluation, tenants)->refund_only_unreviewed_max,
              Money::from_fen(std::min<std::int64_t>(fen, 5000)));
  }
}

TEST(UnderPolicy, times_that_rules_set_are_those_of_the_claim_and_keep_the_floors) {
  policy::Evaluation evaluation;
  evaluation.ruleset = "rules of May";
  evaluation.outcome.party_window = "5 workdays";
  evaluation.outcome.silence_rule = "silent_merchant";
  const Terms terms = terms_under(evaluation, Story::default_terms()).value();
  EXPECT_EQ(terms.party_window, (Period{5, PeriodUnit::workdays}));
  EXPECT_EQ(terms.extra_time, Story::default_terms().extra_time);
  EXPECT_EQ(terms.silence_rule, "silent_merchant");
  EXPECT_EQ(terms.ruleset, "rules of May");
  evaluation.outcome.party_window = "2 hours";
  EXPECT_EQ(terms_under(evaluation, Story::default_terms()).error().code, ErrorCode::invalid_input);
}

TEST(UnderPolicy, silence_decides_nothing_under_the_default_rules) {
  Terms tenants = Story::default_terms();
  tenants.silence_rule = "left over";
  Story story;
  story.file();
  const auto evaluation = policy::default_ruleset().evaluate(facts_of(story.claim), today());
  const Terms terms = terms_under(evaluation, tenants).value();
  EXPECT_EQ(terms.silence_rule, "");
  EXPECT_EQ(terms.party_window, (Period{3, PeriodUnit::workdays}));
}

TEST(UnderPolicy, a_second_review_that_rules_ask_for_is_held) {
  Story story;
  story.bring_to_review(ClaimKind::return_and_refund, 250'000);
  const auto evaluation = policy::default_ruleset().evaluate(facts_of(story.claim), today());
  const PolicyEvaluated event = policy_event(evaluation, "00");
  EXPECT_NE(std::find(event.rules.begin(), event.rules.end(), "second_review_high_amount"),
            event.rules.end());
  EXPECT_EQ(story.tell(story.engine(), event), "");
  story.look(story.reviewer());
  EXPECT_EQ(story.tell(story.reviewer(), story.approval()), "");
  EXPECT_EQ(story.claim.state, State::second_review);
}

}  // namespace
}  // namespace pixiu::cases
