#pragma once

#include "base/money.h"
#include "base/result.h"
#include "findings/finding.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

// What rules may ask about: a fixed, typed catalogue. A rule that names anything else does not
// load.
namespace pixiu::policy {

enum class FactType { boolean, integer, money, word };

std::string_view fact_type_name(FactType type);

struct FactKind {
  std::string_view name;
  FactType type = FactType::boolean;
  // For words: the ones there are; empty when a tenant has its own (categories).
  std::vector<std::string_view> words;
  Summary meaning;
};

// In the order of the documentation. Lives as long as the program.
std::span<const FactKind> fact_kinds();

// Null when there is none of that name.
const FactKind* find_fact_kind(std::string_view name);

using FactValue = std::variant<bool, std::int64_t, Money, std::string>;

// Whether a value is of the kind's type and, for words, one of its words.
bool fits(const FactKind& kind, const FactValue& value);

// What is known about one claim at one moment. A fact that is absent is not known; no comparison
// with it holds. Kept as a snapshot with every evaluation, to be replayed by a back-test.
class Facts {
 public:
  // A bug when the catalogue has no such fact or the value does not fit.
  void set(std::string_view name, FactValue value);
  const FactValue* find(std::string_view name) const;
  const std::map<std::string, FactValue, std::less<>>& all() const { return values_; }

  friend bool operator==(const Facts&, const Facts&) = default;

 private:
  friend Result<Facts> facts_from_json(const nlohmann::json& json);
  std::map<std::string, FactValue, std::less<>> values_;
};

// {"amount": "180.00", "band": "clear", "buyer_claims_90d": 2}: money as text in yuan, words as
// text. Errors: invalid_input, naming the fact.
nlohmann::json facts_to_json(const Facts& facts);
Result<Facts> facts_from_json(const nlohmann::json& json);

// A value as people read it: "180.00", "2", "yes", "refund_only".
Summary value_text(const FactValue& value);
// A value as its kind's type. Numbers may be written as text, as the query builder does.
// Errors: invalid_input.
Result<FactValue> value_from_json(const FactKind& kind, const nlohmann::json& json);
nlohmann::json value_to_json(const FactValue& value);

}  // namespace pixiu::policy
