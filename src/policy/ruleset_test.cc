#include "policy/ruleset.h"

#include "base/testing.h"
#include "policy/activation.h"
#include "policy/back_test.h"
#include "policy/document.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu::policy {
namespace {

using nlohmann::json;

Date day(const char* text) {
  return parse_date(text).value();
}

Facts facts(const json& values) {
  return facts_from_json(values).value();
}

// A rule about perishable goods.
Rule rule(const std::string& id, Precedence precedence, Effect effect,
          const char* from = "2026-01-01") {
  Rule rule;
  rule.id = id;
  rule.name = {id, id};
  rule.from = day(from);
  rule.source.precedence = precedence;
  rule.effect = std::move(effect);
  rule.condition = std::make_shared<const Group>(*condition_from_json(
      {{"combinator", "and"},
       {"rules", {{{"field", "is_perishable"}, {"operator", "="}, {"value", true}}}}}));
  return rule;
}

Effect limit(std::int64_t fen) {
  Effect effect;
  effect.kind = EffectKind::limit_refund_only;
  effect.amount = Money::from_fen(fen);
  return effect;
}

Effect extra_time(const std::string& period) {
  Effect effect;
  effect.kind = EffectKind::give_extra_time;
  effect.period = period;
  return effect;
}

const json perishable{{"is_perishable", true}};

TEST(Ruleset, law_overrules_contract_and_contract_the_shop_and_the_trace_says_so) {
  const Ruleset rules = *Ruleset::make(
      "r", {rule("a", Precedence::shop, limit(100)), rule("b", Precedence::contract, limit(300)),
            rule("c", Precedence::law, limit(200))});
  const Evaluation evaluation = rules.evaluate(facts(perishable), day("2026-06-01"));
  EXPECT_EQ(evaluation.outcome.refund_only_max, Money::from_fen(200));
  EXPECT_EQ(evaluation.rules[0].overruled_by, "c");
  EXPECT_EQ(evaluation.rules[1].overruled_by, "c");
  EXPECT_EQ(evaluation.rules[2].overruled_by, std::nullopt);
}

TEST(Ruleset, a_rule_of_law_that_does_not_apply_overrules_nothing) {
  Rule law = rule("law", Precedence::law, limit(0));
  law.from = day("2026-07-01");
  const Ruleset rules = *Ruleset::make("r", {law, rule("shop", Precedence::shop, limit(100))});
  EXPECT_EQ(rules.evaluate(facts(perishable), day("2026-06-30")).outcome.refund_only_max,
            Money::from_fen(100));
  EXPECT_EQ(rules.evaluate(facts(perishable), day("2026-07-01")).outcome.refund_only_max, Money());
}

TEST(Ruleset, of_one_rank_the_lowest_limit_and_the_longest_time_count) {
  const Ruleset rules = *Ruleset::make(
      "r", {rule("a", Precedence::shop, limit(100)), rule("b", Precedence::shop, limit(90)),
            rule("c", Precedence::shop, extra_time("2 workdays")),
            rule("d", Precedence::shop, extra_time("48 hours"))});
  const Outcome outcome = rules.evaluate(facts(perishable), day("2026-06-01")).outcome;
  EXPECT_EQ(outcome.refund_only_max, Money::from_fen(90));
  EXPECT_EQ(outcome.extra_time, "2 workdays");
}

TEST(Ruleset, one_rule_may_have_several_versions_on_different_days_only) {
  Rule old_version = rule("a", Precedence::shop, limit(1));
  old_version.until = day("2026-05-31");
  const Rule new_version = rule("a", Precedence::shop, limit(2), "2026-06-01");
  const auto rules = Ruleset::make("r", {new_version, old_version});
  ASSERT_TRUE(rules.has_value());
  EXPECT_EQ(rules->evaluate(facts(perishable), day("2026-05-31")).outcome.refund_only_max,
            Money::from_fen(1));
  EXPECT_EQ(rules->evaluate(facts(perishable), day("2026-06-01")).outcome.refund_only_max,
            Money::from_fen(2));
  old_version.until = day("2026-06-01");
  EXPECT_EQ(Ruleset::make("r", {new_version, old_version}).error().code, ErrorCode::invalid_input);
}

TEST(DefaultRules, load_and_mark_what_rests_on_a_text_that_was_not_at_hand) {
  const auto rules = default_ruleset().rules();
  EXPECT_GE(rules.size(), 12u);
  for (const Rule& rule : rules) {
    const bool is_of_order_116 = rule.source.title.find("116") != std::string::npos;
    EXPECT_EQ(rule.source.is_confirmed, !is_of_order_116) << rule.id;
  }
}

TEST(DefaultRules, a_refund_without_return_is_a_persons_decision_since_february_2026) {
  const Facts known = facts({{"claim_kind", "refund_only"},
                             {"amount", "9.90"},
                             {"evidence_level", 2},
                             {"buyer_refund_only_90d", 0}});
  const auto outcome = default_ruleset().evaluate(known, day("2026-02-01")).outcome;
  EXPECT_EQ(outcome.refund_only_max, Money());
}

TEST(DefaultRules, contradicted_durable_goods_get_extra_time_a_retake_then_an_inspection) {
  json known{
      {"claim_kind", "return_and_refund"}, {"amount", "899.00"},       {"category", "appliance"},
      {"is_durable_goods", true},          {"can_be_inspected", true}, {"band", "contradicted"},
      {"exhibits_contradicted", 1},        {"has_retake", false},      {"is_perishable", false},
      {"has_checklist_gaps", true}};
  const Outcome first = default_ruleset().evaluate(facts(known), day("2026-11-28")).outcome;
  EXPECT_EQ(first.extra_time, "2 workdays");
  EXPECT_EQ(first.party_window, "3 workdays");
  EXPECT_TRUE(first.asks_retake);
  EXPECT_FALSE(first.asks_inspection);
  EXPECT_TRUE(first.evidence_items.contains("video_of_fault"));
  EXPECT_TRUE(first.evidence_items.contains("photo_of_whole_item"));
  known["has_retake"] = true;
  EXPECT_TRUE(default_ruleset().evaluate(facts(known), day("2026-11-28")).outcome.asks_inspection);
}

TEST(DefaultRules, no_rule_lets_silence_decide) {
  for (const Rule& rule : default_ruleset().rules()) {
    EXPECT_NE(rule.effect.kind, EffectKind::silence_grants) << rule.id;
  }
}

std::vector<Snapshot> some_snapshots() {
  pixiu::testing::ManualClock clock{parse_timestamp("2026-06-01T00:00:00Z").value()};
  pixiu::testing::SeededEntropy entropy{5};
  std::vector<Snapshot> snapshots;
  for (int i = 0; i < 40; ++i) {
    snapshots.push_back({ClaimId::make(clock, entropy), day("2026-06-01"),
                         facts({{"is_perishable", i % 2 == 0},
                                {"amount", std::to_string(10 * i) + ".00"},
                                {"evidence_level", i % 4},
                                {"buyer_refund_only_90d", i % 5},
                                {"buyer_claims_90d", i % 7}})});
  }
  return snapshots;
}

// The default rules with another limit for perishable goods, from August on.
Ruleset some_draft() {
  std::vector<Rule> rules(default_ruleset().rules().begin(), default_ruleset().rules().end());
  const auto changed = std::find_if(rules.begin(), rules.end(), [](const Rule& rule) {
    return rule.id == "refund_only_perishable";
  });
  changed->effect.amount = Money::from_fen(3000);
  changed->from = day("2026-08-01");
  return *Ruleset::make("draft", rules);
}

TEST(BackTest, tells_which_claims_would_change_and_in_what) {
  const auto snapshots = some_snapshots();
  const BackTest test = back_test(default_ruleset(), some_draft(), snapshots);
  EXPECT_EQ(test.snapshot_count, 40u);
  std::size_t expected = 0;
  for (const Snapshot& snapshot : snapshots) {
    const json known = facts_to_json(snapshot.facts);
    expected += known["is_perishable"] == true && known["evidence_level"] >= 1 &&
                        known["buyer_refund_only_90d"] <= 1
                    ? 1
                    : 0;
  }
  EXPECT_GT(expected, 0u);
  EXPECT_EQ(test.changes.size(), expected);
  EXPECT_EQ(test.changes_by_part,
            (std::map<std::string, std::size_t>{{"refund_only_max", expected}}));
  for (const Change& change : test.changes) {
    EXPECT_EQ(change.before.refund_only_max, Money::from_fen(5000));
    EXPECT_EQ(change.after.refund_only_max, Money::from_fen(3000));
  }
}

TEST(BackTest, a_ruleset_against_itself_changes_nothing) {
  EXPECT_TRUE(back_test(default_ruleset(), default_ruleset(), some_snapshots()).changes.empty());
}

TEST(Shadow, equals_what_the_draft_gives_once_it_is_live) {
  const Ruleset draft = some_draft();
  for (const Snapshot& snapshot : some_snapshots()) {
    const Facts stored = *facts_from_json(facts_to_json(snapshot.facts));
    const Evaluation shadow = draft.evaluate_as_if_in_force(stored);
    const Evaluation live = draft.evaluate(stored, day("2026-09-15"));
    EXPECT_EQ(evaluation_to_json(shadow), evaluation_to_json(live));
    EXPECT_NE(evaluation_to_json(draft.evaluate(stored, snapshot.day)),
              evaluation_to_json(live));  // in June the changed rule is not in force
  }
}

TEST(Activation, needs_two_people_a_back_test_and_days_of_notice) {
  pixiu::testing::ManualClock clock{parse_timestamp("2026-06-01T00:00:00Z").value()};
  pixiu::testing::SeededEntropy entropy{5};
  const Ruleset draft = some_draft();
  const Activation good{.draft = "draft",
                        .proposed_by = UserId::make(clock, entropy),
                        .approved_by = UserId::make(clock, entropy),
                        .notice_given_on = day("2026-07-25"),
                        .in_force_from = day("2026-08-01"),
                        .is_major = false,
                        .back_tested_draft = "draft"};
  EXPECT_TRUE(check_activation(good, draft));

  Activation bad = good;
  bad.approved_by = bad.proposed_by;
  EXPECT_EQ(check_activation(bad, draft).error().code, ErrorCode::conflict);
  EXPECT_EQ(objections(bad, draft).size(), 1u);
  bad.approved_by.reset();
  EXPECT_EQ(check_activation(bad, draft).error().code, ErrorCode::conflict);
  bad.back_tested_draft.clear();
  bad.notice_given_on.reset();
  EXPECT_EQ(objections(bad, draft).size(), 3u);
  bad = good;
  bad.notice_given_on = day("2026-07-26");
  EXPECT_EQ(check_activation(bad, draft).error().code, ErrorCode::conflict);
  bad.notice_given_on.reset();
  EXPECT_EQ(check_activation(bad, draft).error().code, ErrorCode::conflict);
  bad = good;
  bad.is_major = true;
  EXPECT_EQ(check_activation(bad, draft).error().code, ErrorCode::conflict);
  bad.notice_given_on = day("2026-07-17");
  EXPECT_TRUE(check_activation(bad, draft));
  bad = good;
  bad.back_tested_draft = "an earlier draft";
  EXPECT_EQ(check_activation(bad, draft).error().code, ErrorCode::conflict);
  bad = good;
  bad.in_force_from = day("2026-07-31");
  bad.notice_given_on = day("2026-07-01");
  EXPECT_EQ(check_activation(bad, draft).error().code, ErrorCode::conflict);
}

TEST(Catalogue, tells_an_editor_every_field_with_the_operators_its_type_has) {
  const json catalogue = catalogue_json();
  EXPECT_EQ(catalogue["fields"].size(), fact_kinds().size());
  for (const json& field : catalogue["fields"]) {
    for (const json& op : field["operators"]) {
      const std::string name = op["name"];
      json value = field["type"] == "boolean" ? json(true)
                   : field["type"] == "word"
                       ? (field["values"].empty() ? json("any") : field["values"][0])
                       : json(1);
      if (name == "in" || name == "notIn") value = json::array({value});
      if (name == "between" || name == "notBetween") value = json::array({value, value});
      const json condition{
          {"combinator", "and"},
          {"rules", {{{"field", field["name"]}, {"operator", name}, {"value", value}}}}};
      EXPECT_TRUE(condition_from_json(condition).has_value()) << condition.dump();
    }
  }
}

// PIXIU_WRITE_DOCS=1 writes the page anew.
TEST(Catalogue, the_page_about_rules_is_printed_from_the_tables) {
  const std::string path = "docs/formats/rule.md";
  std::ifstream file(path);
  std::stringstream content;
  content << file.rdbuf();
  const std::string page = content.str();
  const std::string printed = with_catalogue(page);
  if (std::getenv("PIXIU_WRITE_DOCS") != nullptr) {
    std::ofstream(path) << printed;
    return;
  }
  EXPECT_NE(page, "") << "tests run in the root of the project";
  EXPECT_EQ(page, printed) << "PIXIU_WRITE_DOCS=1 build/release/policy_test writes it anew";
}

// The order in which rules stand in files changes nothing.
RC_GTEST_PROP(Ruleset, the_order_of_rules_does_not_matter, (std::uint64_t seed)) {
  std::vector<Rule> rules(default_ruleset().rules().begin(), default_ruleset().rules().end());
  for (std::size_t i = rules.size(); i > 1; --i) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    std::swap(rules[i - 1], rules[(seed >> 33) % i]);
  }
  const Ruleset shuffled = *Ruleset::make("default", rules);
  for (const Snapshot& snapshot : some_snapshots()) {
    RC_ASSERT(evaluation_to_json(shuffled.evaluate(snapshot.facts, snapshot.day)) ==
              evaluation_to_json(default_ruleset().evaluate(snapshot.facts, snapshot.day)));
  }
}

}  // namespace
}  // namespace pixiu::policy
