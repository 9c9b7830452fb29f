#pragma once

#include "policy/condition.h"
#include "policy/effect.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

// One rule, as a file (docs/formats/rule.md): dated, with its source, what it asks for, when, and
// one example to which it applies and one to which it does not. It does not load unless both
// examples come out as they say.
namespace pixiu::policy {

// Where a rule comes from. A higher one overrules a lower one that sets the same.
enum class Precedence { shop, contract, law };

std::string_view precedence_name(Precedence precedence);

struct Source {
  Precedence precedence = Precedence::shop;
  std::string title;
  std::string article;
  // False when the text itself was not at hand: the rule says so wherever it is shown.
  bool is_confirmed = false;
};

using Date = std::chrono::year_month_day;

struct Rule {
  std::string id;  // [a-z0-9_], 1..64
  Summary name;
  Date from;                  // first day in force
  std::optional<Date> until;  // last day in force
  Source source;
  Effect effect;
  std::shared_ptr<const Group> condition;  // never null; shared because rules are copied

  bool is_in_force(Date day) const { return day >= from && (!until || day <= *until); }
};

// Errors: invalid_input with the line or the part, limit_exceeded over 64 KiB.
Result<Rule> parse_rule(std::string_view toml_text);

// "2026-02-01". Errors: invalid_input.
Result<Date> parse_date(std::string_view text);
std::string date_text(Date date);

}  // namespace pixiu::policy
