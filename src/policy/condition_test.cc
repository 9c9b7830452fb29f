#include "policy/condition.h"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu::policy {
namespace {

using nlohmann::json;

Truth truth(const std::string& condition, const json& facts) {
  const Result<Group> group = condition_from_json(json::parse(condition));
  EXPECT_TRUE(group.has_value()) << group.error().message;
  return evaluate(*group, facts_from_json(facts).value()).truth;
}

std::string one(const std::string& field, const std::string& op, const std::string& value) {
  return R"({"combinator":"and","rules":[{"field":")" + field + R"(","operator":")" + op +
         R"(","value":)" + value + "}]}";
}

TEST(Condition, compares_numbers_money_words_and_booleans) {
  const json facts{
      {"amount", "180.00"}, {"buyer_claims_90d", 3}, {"band", "review"}, {"has_video", true}};
  EXPECT_EQ(truth(one("amount", "<=", "\"180.00\""), facts), Truth::yes);
  EXPECT_EQ(truth(one("amount", "<", "180"), facts), Truth::no);
  EXPECT_EQ(truth(one("amount", ">", "\"9.99\""), facts), Truth::yes);
  EXPECT_EQ(truth(one("buyer_claims_90d", "between", "[3, \"5\"]"), facts), Truth::yes);
  EXPECT_EQ(truth(one("buyer_claims_90d", "notBetween", "[1, 2]"), facts), Truth::yes);
  EXPECT_EQ(truth(one("band", "in", R"(["review", "contradicted"])"), facts), Truth::yes);
  EXPECT_EQ(truth(one("band", "notIn", R"(["review"])"), facts), Truth::no);
  EXPECT_EQ(truth(one("has_video", "!=", "false"), facts), Truth::yes);
}

TEST(Condition, what_is_not_known_neither_holds_nor_fails) {
  const std::string negated =
      R"({"combinator":"and","not":true,
          "rules":[{"field":"has_video","operator":"=","value":true}]})";
  EXPECT_EQ(truth(one("has_video", "=", "true"), json::object()), Truth::unknown);
  EXPECT_EQ(truth(negated, json::object()), Truth::unknown);
  EXPECT_EQ(truth(negated, {{"has_video", false}}), Truth::yes);
  EXPECT_EQ(truth(one("has_video", "null", "null"), json::object()), Truth::yes);
  EXPECT_EQ(truth(one("has_video", "notNull", "null"), json::object()), Truth::no);
}

TEST(Condition, a_known_part_may_settle_what_an_unknown_one_leaves_open) {
  const std::string both =
      R"(,"rules":[{"field":"has_video","operator":"=","value":true},
         {"field":"has_retake","operator":"=","value":true}]})";
  EXPECT_EQ(truth(R"({"combinator":"and")" + both, {{"has_retake", false}}), Truth::no);
  EXPECT_EQ(truth(R"({"combinator":"or")" + both, {{"has_retake", true}}), Truth::yes);
  EXPECT_EQ(truth(R"({"combinator":"and")" + both, {{"has_retake", true}}), Truth::unknown);
}

TEST(Condition, is_read_as_the_query_builder_writes_it) {
  const auto group = condition_from_json(json::parse(R"({"id":"4b5f","combinator":"and","not":false,
    "rules":[{"id":"9c","field":"amount","operator":"<","valueSource":"value","value":"20"},
             {"id":"9d","combinator":"or","rules":[
               {"field":"band","operator":"=","value":"clear"}]}]})"));
  ASSERT_TRUE(group.has_value()) << group.error().message;
  const json written = condition_to_json(*group);
  EXPECT_EQ(condition_to_json(*condition_from_json(written)), written);
  EXPECT_EQ(written["rules"][0]["value"], "20.00");
}

TEST(Condition, what_no_fact_and_no_operator_can_mean_is_refused) {
  for (const std::string& text :
       {std::string("[]"),
        std::string("{}"),
        std::string(R"({"combinator":"and"})"),
        std::string(R"({"combinator":"and","rules":[]})"),
        std::string(
            R"({"combinator":"xor","rules":[{"field":"amount","operator":"=","value":1}]})"),
        one("salary", "=", "1"),
        one("amount", "~", "1"),
        one("amount", "=", "true"),
        one("amount", "=", "\"12.345\""),
        one("amount", "=", "[1]"),
        one("amount", "in", "1"),
        one("amount", "in", "[]"),
        one("amount", "between", "[2, 1]"),
        one("amount", "between", "[1]"),
        one("band", "<", "\"clear\""),
        one("band", "=", "\"forged\""),
        one("has_video", ">", "true"),
        one("buyer_claims_90d", "=", "1.5"),
        one("buyer_claims_90d", "=", "99999999999999999999"),
        one("category", "=", "\"Not A Word\""),
        std::string(R"({"combinator":"and","rules":[{"field":"amount","operator":"=",
          "valueSource":"field","value":"amount"}]})")}) {
    EXPECT_EQ(condition_from_json(json::parse(text)).error().code, ErrorCode::invalid_input)
        << text;
  }
}

TEST(Condition, depth_and_size_are_bounded) {
  std::string deep = one("has_video", "=", "true");
  for (int i = 1; i < condition_depth_max; ++i) {
    deep = R"({"combinator":"and","rules":[)" + deep + "]}";
  }
  EXPECT_TRUE(condition_from_json(json::parse(deep)).has_value());
  deep = R"({"combinator":"and","rules":[)" + deep + "]}";
  EXPECT_EQ(condition_from_json(json::parse(deep)).error().code, ErrorCode::limit_exceeded);
  json wide{{"combinator", "and"}, {"rules", json::array()}};
  for (int i = 0; i <= condition_nodes_max; ++i) {
    wide["rules"].push_back({{"field", "has_video"}, {"operator", "="}, {"value", true}});
  }
  EXPECT_EQ(condition_from_json(wide).error().code, ErrorCode::limit_exceeded);
}

TEST(Condition, its_trace_tells_each_comparison_in_both_languages) {
  const auto group = condition_from_json(json::parse(one("amount", "<=", "\"200\"")));
  const TraceNode trace = evaluate(*group, *facts_from_json({{"amount", "180.00"}}));
  ASSERT_EQ(trace.children.size(), 1u);
  EXPECT_EQ(trace.children[0].text.en, "amount (180.00) is at most 200.00");
  EXPECT_EQ(trace.children[0].text.zh, "amount（180.00）不超过 200.00");
}

// A tree of comparisons of has_video and has_retake, and what it should give.
json any_condition(int depth) {
  json rules = json::array();
  const int count = *rc::gen::inRange(1, 4);
  for (int i = 0; i < count; ++i) {
    if (depth > 0 && *rc::gen::arbitrary<bool>()) {
      rules.push_back(any_condition(depth - 1));
    } else {
      rules.push_back({{"field", *rc::gen::element<std::string>("has_video", "has_retake")},
                       {"operator", *rc::gen::element<std::string>("=", "!=")},
                       {"value", *rc::gen::arbitrary<bool>()}});
    }
  }
  return {{"combinator", *rc::gen::element<std::string>("and", "or")},
          {"not", *rc::gen::arbitrary<bool>()},
          {"rules", rules}};
}

bool plain_logic(const json& node, bool has_video, bool has_retake) {
  if (!node.contains("rules")) {
    const bool known = node["field"] == "has_video" ? has_video : has_retake;
    return (known == node["value"].get<bool>()) == (node["operator"] == "=");
  }
  bool is_all = true;
  bool is_any = false;
  for (const json& rule : node["rules"]) {
    const bool holds = plain_logic(rule, has_video, has_retake);
    is_all = is_all && holds;
    is_any = is_any || holds;
  }
  const bool holds = node["combinator"] == "and" ? is_all : is_any;
  return holds != node["not"].get<bool>();
}

RC_GTEST_PROP(Condition, with_all_facts_known_it_is_plain_logic,
              (bool has_video, bool has_retake)) {
  const json condition = any_condition(3);
  const json facts{{"has_video", has_video}, {"has_retake", has_retake}};
  RC_ASSERT((truth(condition.dump(), facts) == Truth::yes) ==
            plain_logic(condition, has_video, has_retake));
}

// Kleene's logic: learning a fact never turns a settled answer around.
RC_GTEST_PROP(Condition, what_is_settled_stays_settled_when_more_is_known, (bool known)) {
  const json condition = any_condition(3);
  const Truth before = truth(condition.dump(), json{{"has_video", known}});
  if (before == Truth::unknown) return;
  for (const bool other : {false, true}) {
    RC_ASSERT(truth(condition.dump(), json{{"has_video", known}, {"has_retake", other}}) == before);
  }
}

}  // namespace
}  // namespace pixiu::policy
