#pragma once

#include "policy/fact.h"

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

// The condition of a rule: a tree of comparisons, in the JSON form that react-querybuilder writes
//   {"combinator": "and", "not": false, "rules": [{"field", "operator", "value"}, {group} ...]}
// Total: it has no loops, no names of its own and no arithmetic, and its cost is its size. A
// comparison with a fact that is not known is unknown, and so is what depends on it (Kleene's
// three-valued logic): a rule applies only when its condition is true.
namespace pixiu::policy {

enum class Truth { no, unknown, yes };

enum class Operator {
  equal,
  not_equal,
  less,
  less_or_equal,
  greater,
  greater_or_equal,
  in,
  not_in,
  between,  // both ends included
  not_between,
  is_null,  // the fact is not known; never itself unknown
  is_not_null,
};

// As it stands in JSON, and in words.
std::string_view operator_name(Operator op);
Summary operator_text(Operator op);
inline constexpr std::size_t operator_count = 12;
// Whether values of the type can be compared so: only integers and money have an order.
bool is_for(Operator op, FactType type);

struct Comparison {
  const FactKind* fact = nullptr;  // of the catalogue
  Operator op = Operator::equal;
  // One; two, in order, for between; one or more for in; none for is_null.
  std::vector<FactValue> values;
};

struct Group;
using Node = std::variant<Comparison, std::unique_ptr<Group>>;

struct Group {
  enum class Combinator { all, any };  // "and", "or"
  Combinator combinator = Combinator::all;
  bool is_negated = false;
  std::vector<Node> nodes;  // at least one
};

// How a condition came out, node by node, in words for both sides.
struct TraceNode {
  Truth truth = Truth::unknown;
  Summary text;  // of a comparison: fact, value, what was asked
  Group::Combinator combinator = Group::Combinator::all;
  bool is_negated = false;
  std::vector<TraceNode> children;  // of a group
};

inline constexpr int condition_depth_max = 8;
inline constexpr int condition_nodes_max = 200;

// "id" and "valueSource": "value" are allowed and dropped. Errors: invalid_input (an unknown key,
// fact, operator or combinator; a value of another type; an order asked of words; an empty group),
// limit_exceeded.
Result<Group> condition_from_json(const nlohmann::json& json);
nlohmann::json condition_to_json(const Group& group);

// Cost: one look-up a node. Every node is evaluated, so that the trace is whole.
TraceNode evaluate(const Group& condition, const Facts& facts);

nlohmann::json trace_to_json(const TraceNode& trace);

}  // namespace pixiu::policy
