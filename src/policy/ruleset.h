#pragma once

#include "policy/rule.h"

#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace pixiu::policy {

// What the rules ask for together, after those that overrule each other are settled.
struct Outcome {
  std::optional<Money> refund_only_max;  // the lowest of the rules that count
  bool asks_second_review = false;
  std::set<std::string> evidence_items;
  bool asks_retake = false;
  bool asks_inspection = false;
  std::optional<std::string> party_window;  // the longest
  std::optional<std::string> extra_time;    // the longest
  std::optional<std::string> silence_rule;  // the rule's id

  friend bool operator==(const Outcome&, const Outcome&) = default;
};

struct RuleTrace {
  std::string rule;
  Summary name;
  Precedence precedence = Precedence::shop;
  bool is_source_confirmed = false;
  Truth truth = Truth::no;
  // The rule of a higher precedence that sets the same, when this one applied in vain.
  std::optional<std::string> overruled_by;
  TraceNode condition;
};

struct Evaluation {
  std::string ruleset;
  Outcome outcome;
  std::vector<RuleTrace> rules;  // in the order of the ids
};

inline constexpr std::size_t rules_max = 500;

// Rules that are tried together. A value; const calls may run in parallel.
class Ruleset {
 public:
  // `name` says which rules these are, in records: a digest of the files, or a version.
  // Errors: invalid_input (naming the rule) for two rules of one id whose dates overlap;
  // limit_exceeded over rules_max.
  static Result<Ruleset> make(std::string name, std::vector<Rule> rules);
  // From files. Errors: as parse_rule and make.
  static Result<Ruleset> parse(std::string name, std::span<const std::string_view> toml_texts);

  const std::string& name() const { return name_; }
  std::span<const Rule> rules() const { return rules_; }

  // Only the rules in force on `day` are tried. Cost: all their comparisons, once.
  Evaluation evaluate(const Facts& facts, Date day) const;

  // As evaluate() on the first day on which every rule of it is in force: what a draft would do
  // once it is activated. Rules that end before then are left out.
  Evaluation evaluate_as_if_in_force(const Facts& facts) const;
  Date in_force_as_a_whole() const;

 private:
  Ruleset() = default;

  std::string name_;
  std::vector<Rule> rules_;  // by id, then by date
};

nlohmann::json evaluation_to_json(const Evaluation& evaluation);
nlohmann::json outcome_to_json(const Outcome& outcome);

// The rules that come with the program: policies/rules.
const Ruleset& default_ruleset();

}  // namespace pixiu::policy
