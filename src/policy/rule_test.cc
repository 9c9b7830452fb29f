#include "policy/rule.h"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu::policy {
namespace {

const std::string good = R"(schema = "pixiu.rule/1"
id = "small_refunds"
name = { en = "Small refunds", zh = "小额退款" }
from = 2026-02-01
until = 2026-12-31

[source]
precedence = "shop"
title = "Shop rules"
is_confirmed = true

[effect]
kind = "limit_refund_only"
amount = "50.00"

[condition]
combinator = "and"
rules = [{ field = "is_perishable", operator = "=", value = true }]

[applies]
is_perishable = true

[does_not_apply]
is_perishable = false
)";

std::string with(const std::string& old_part, const std::string& new_part) {
  std::string text = good;
  const std::size_t at = text.find(old_part);
  EXPECT_NE(at, std::string::npos) << old_part;
  return text.replace(at, old_part.size(), new_part);
}

TEST(Rule, is_read_with_all_its_parts) {
  const Result<Rule> rule = parse_rule(good);
  ASSERT_TRUE(rule.has_value()) << rule.error().message;
  EXPECT_EQ(rule->id, "small_refunds");
  EXPECT_EQ(rule->name.zh, "小额退款");
  EXPECT_EQ(date_text(rule->from), "2026-02-01");
  EXPECT_EQ(rule->source.precedence, Precedence::shop);
  EXPECT_EQ(rule->effect.amount, Money::from_fen(5000));
}

TEST(Rule, is_in_force_from_its_first_to_its_last_day) {
  const Rule rule = parse_rule(good).value();
  const auto day = [](const char* text) { return parse_date(text).value(); };
  EXPECT_FALSE(rule.is_in_force(day("2026-01-31")));
  EXPECT_TRUE(rule.is_in_force(day("2026-02-01")));
  EXPECT_TRUE(rule.is_in_force(day("2026-12-31")));
  EXPECT_FALSE(rule.is_in_force(day("2027-01-01")));
}

TEST(Rule, does_not_load_unless_both_its_examples_come_out_as_they_say) {
  for (const std::string& text :
       {with("[applies]\nis_perishable = true", "[applies]\nis_perishable = false"),
        with("[does_not_apply]\nis_perishable = false", "[does_not_apply]\nis_perishable = true"),
        with("[does_not_apply]\nis_perishable = false", "[does_not_apply]"),
        with("[applies]\nis_perishable = true", "[applies]"),
        with("[does_not_apply]\nis_perishable = false\n", ""),
        with("[applies]\nis_perishable = true", "")}) {
    const Result<Rule> rule = parse_rule(text);
    ASSERT_FALSE(rule.has_value()) << text;
    EXPECT_EQ(rule.error().code, ErrorCode::invalid_input);
  }
}

TEST(Rule, what_is_missing_unknown_or_of_another_kind_is_refused_with_its_line) {
  for (const std::string& text :
       {with("pixiu.rule/1", "pixiu.rule/2"), with("small_refunds", "Small Refunds"),
        with("2026-02-01", "2026-02-30"), with("2026-12-31", "2026-01-31"),
        with("\"shop\"", "\"custom\""), with("is_confirmed = true", ""),
        with("limit_refund_only", "refuse_everything"), with("\"50.00\"", "50.0"),
        with("\"50.00\"", "\"-1\""), with("amount =", "period ="),
        with("is_perishable\", operator", "weather\", operator"), with("title", "titel"),
        std::string("id = 1"), std::string("= ="), good + "more = 1\n"}) {
    const Result<Rule> rule = parse_rule(text);
    ASSERT_FALSE(rule.has_value()) << text;
    EXPECT_EQ(rule.error().message.substr(0, 10), "rule line ") << rule.error().message;
  }
  EXPECT_EQ(parse_rule(std::string(70'000, '#')).error().code, ErrorCode::limit_exceeded);
}

TEST(Rule, a_list_of_evidence_names_items_of_the_checklist) {
  const std::string effect = "kind = \"limit_refund_only\"\namount = \"50.00\"";
  EXPECT_TRUE(parse_rule(with(effect, "kind = \"ask_evidence\"\nitems = [\"video_of_fault\"]")));
  EXPECT_FALSE(parse_rule(with(effect, "kind = \"ask_evidence\"\nitems = [\"a_selfie\"]")));
  EXPECT_FALSE(parse_rule(with(effect, "kind = \"ask_evidence\"\nitems = []")));
  EXPECT_TRUE(parse_rule(with(effect, "kind = \"give_extra_time\"\nperiod = \"2 workdays\"")));
  EXPECT_FALSE(parse_rule(with(effect, "kind = \"give_extra_time\"\nperiod = \"2 weeks\"")));
  EXPECT_FALSE(parse_rule(with(effect, "kind = \"give_extra_time\"\nperiod = \"0 days\"")));
}

TEST(Date, other_forms_are_refused) {
  for (const char* text : {"", "2026-2-1", "2026-02-29", "2026/02/01", "2026-13-01", "-026-02-01",
                           "2026-02-01 ", "20260201"}) {
    EXPECT_FALSE(parse_date(text).has_value()) << text;
  }
  EXPECT_EQ(date_text(parse_date("2028-02-29").value()), "2028-02-29");
}

RC_GTEST_PROP(Rule, no_damage_breaks_the_reader, (std::size_t place, char character)) {
  std::string text = good;
  text[place % text.size()] = character;
  (void)parse_rule(text);
}

}  // namespace
}  // namespace pixiu::policy
