#include "policy/condition.h"

#include <algorithm>
#include <array>
#include <optional>

namespace pixiu::policy {
namespace {

using nlohmann::json;

struct OperatorText {
  std::string_view name;  // in JSON
  std::string_view en;
  std::string_view zh;
};
constexpr std::array<OperatorText, 12> operators{{
    {"=", "is", "等于"},
    {"!=", "is not", "不等于"},
    {"<", "is less than", "小于"},
    {"<=", "is at most", "不超过"},
    {">", "is more than", "大于"},
    {">=", "is at least", "不少于"},
    {"in", "is one of", "属于"},
    {"notIn", "is none of", "不属于"},
    {"between", "is between", "介于"},
    {"notBetween", "is not between", "不介于"},
    {"null", "is not known", "未知"},
    {"notNull", "is known", "已知"},
}};

const OperatorText& text_of(Operator op) {
  return operators.at(static_cast<std::size_t>(op));
}

bool is_null_test(Operator op) {
  return op == Operator::is_null || op == Operator::is_not_null;
}
bool is_range(Operator op) {
  return op == Operator::between || op == Operator::not_between;
}
bool takes_list(Operator op) {
  return op == Operator::in || op == Operator::not_in || is_range(op);
}
bool asks_order(Operator op) {
  return (op >= Operator::less && op <= Operator::greater_or_equal) || is_range(op);
}

Error wrong(const std::string& what) {
  return {ErrorCode::invalid_input, "condition: " + what};
}

class Reader {
 public:
  Result<Group> group(const json& from, int depth) {
    if (depth > condition_depth_max) {
      return Error{ErrorCode::limit_exceeded,
                   "condition: nested deeper than " + std::to_string(condition_depth_max)};
    }
    if (!from.is_object()) return wrong("a group is an object");
    Group group;
    const json* rules = nullptr;
    for (const auto& [key, value] : from.items()) {
      if (key == "combinator" && (value == "and" || value == "or")) {
        group.combinator = value == "and" ? Group::Combinator::all : Group::Combinator::any;
      } else if (key == "not" && value.is_boolean()) {
        group.is_negated = value.get<bool>();
      } else if (key == "rules" && value.is_array()) {
        rules = &value;
      } else if (key != "id") {
        return wrong("a group has \"combinator\" (\"and\" or \"or\"), \"not\" and \"rules\"");
      }
    }
    if (!from.contains("combinator")) return wrong("\"combinator\" is missing");
    if (rules == nullptr || rules->empty()) return wrong("a group without rules says nothing");
    for (const json& entry : *rules) {
      Result<Node> node = this->node(entry, depth + 1);
      if (!node) return node.error();
      group.nodes.push_back(*std::move(node));
    }
    return group;
  }

 private:
  Result<Node> node(const json& from, int depth) {
    if (++count_ > condition_nodes_max) {
      return Error{ErrorCode::limit_exceeded,
                   "condition: more than " + std::to_string(condition_nodes_max) + " nodes"};
    }
    if (from.is_object() && from.contains("rules")) {
      Result<Group> inner = group(from, depth);
      if (!inner) return inner.error();
      return Node(std::make_unique<Group>(*std::move(inner)));
    }
    Result<Comparison> inner = comparison(from);
    if (!inner) return inner.error();
    return Node(*std::move(inner));
  }

  static Result<Comparison> comparison(const json& from) {
    if (!from.is_object()) return wrong("a rule is an object");
    Comparison comparison;
    std::optional<Operator> op;
    const json* value = nullptr;
    for (const auto& [key, member] : from.items()) {
      const auto* text = member.get_ptr<const std::string*>();
      if (key == "field" && text != nullptr) {
        comparison.fact = find_fact_kind(*text);
        if (comparison.fact == nullptr) return wrong("\"field\" is not in the catalogue of facts");
      } else if (key == "operator" && text != nullptr) {
        op = operator_named(*text);
        if (!op) return wrong("\"operator\" is none that there is");
      } else if (key == "value") {
        value = &member;
      } else if (key != "id" && !(key == "valueSource" && member == "value")) {
        return wrong("a rule has \"field\", \"operator\" and \"value\"");
      }
    }
    if (comparison.fact == nullptr || !op) return wrong("\"field\" or \"operator\" is missing");
    comparison.op = *op;
    const Status read = read_values(comparison, value);
    if (!read) return read.error();
    return comparison;
  }

  static std::optional<Operator> operator_named(std::string_view name) {
    const auto* const found = std::find_if(operators.begin(), operators.end(),
                                           [&](const auto& each) { return each.name == name; });
    if (found == operators.end()) return std::nullopt;
    return static_cast<Operator>(found - operators.begin());
  }

  static Status read_values(Comparison& comparison, const json* value) {
    const Operator op = comparison.op;
    if (is_null_test(op)) return {};
    if (value == nullptr) return wrong("\"value\" is missing");
    if (takes_list(op) != value->is_array()) {
      return wrong(takes_list(op) ? "this operator takes a list" : "this operator takes one value");
    }
    json all = json::array();
    if (takes_list(op))
      all = *value;
    else
      all.push_back(*value);
    if (all.empty() || all.size() > condition_nodes_max) return wrong("a list has 1 to 200 values");
    for (const json& entry : all) {
      Result<FactValue> read = value_from_json(*comparison.fact, entry);
      if (!read) return wrong(read.error().message);
      comparison.values.push_back(*std::move(read));
    }
    if (!is_for(op, comparison.fact->type)) {
      return wrong("\"" + std::string(comparison.fact->name) + "\" has no order");
    }
    if (is_range(op) &&
        (comparison.values.size() != 2 || comparison.values[1] < comparison.values[0])) {
      return wrong("\"between\" takes two values, the smaller one first");
    }
    return {};
  }

  int count_ = 0;
};

bool compare(const FactValue& known, const Comparison& comparison) {
  const auto& values = comparison.values;
  const bool is_in = std::find(values.begin(), values.end(), known) != values.end();
  switch (comparison.op) {
    case Operator::equal:
    case Operator::in: return is_in;
    case Operator::not_equal:
    case Operator::not_in: return !is_in;
    case Operator::less: return known < values[0];
    case Operator::less_or_equal: return known <= values[0];
    case Operator::greater: return known > values[0];
    case Operator::greater_or_equal: return known >= values[0];
    case Operator::between: return known >= values[0] && known <= values[1];
    case Operator::not_between: return known < values[0] || known > values[1];
    case Operator::is_null:
    case Operator::is_not_null: break;
  }
  return false;
}

Truth truth_of(bool holds) {
  return holds ? Truth::yes : Truth::no;
}

TraceNode evaluate_comparison(const Comparison& comparison, const Facts& facts) {
  const FactValue* known = facts.find(comparison.fact->name);
  TraceNode trace;
  if (is_null_test(comparison.op)) {
    trace.truth = truth_of((known == nullptr) == (comparison.op == Operator::is_null));
  } else if (known != nullptr) {
    trace.truth = truth_of(compare(*known, comparison));
  }
  const Summary known_text = known == nullptr ? Summary{"not known", "未知"} : value_text(*known);
  const std::string name(comparison.fact->name);
  trace.text.en = name + " (" + known_text.en + ") " + std::string(text_of(comparison.op).en);
  trace.text.zh = name + "（" + known_text.zh + "）" + std::string(text_of(comparison.op).zh);
  for (std::size_t i = 0; i < comparison.values.size(); ++i) {
    const Summary value = value_text(comparison.values[i]);
    trace.text.en += (i == 0 ? " " : ", ") + value.en;
    trace.text.zh += (i == 0 ? " " : "、") + value.zh;
  }
  return trace;
}

TraceNode evaluate_node(const Node& node, const Facts& facts) {
  if (const auto* comparison = std::get_if<Comparison>(&node)) {
    return evaluate_comparison(*comparison, facts);
  }
  return evaluate(*std::get<std::unique_ptr<Group>>(node), facts);
}

json comparison_to_json(const Comparison& comparison) {
  json rule{{"field", comparison.fact->name}, {"operator", text_of(comparison.op).name}};
  json values = json::array();
  for (const FactValue& value : comparison.values) values.push_back(value_to_json(value));
  if (takes_list(comparison.op))
    rule["value"] = values;
  else if (!values.empty())
    rule["value"] = values[0];
  return rule;
}

}  // namespace

std::string_view operator_name(Operator op) {
  return text_of(op).name;
}
Summary operator_text(Operator op) {
  return {std::string(text_of(op).en), std::string(text_of(op).zh)};
}
bool is_for(Operator op, FactType type) {
  return !asks_order(op) || type == FactType::integer || type == FactType::money;
}

Result<Group> condition_from_json(const json& from) {
  return Reader().group(from, 1);
}

TraceNode evaluate(const Group& condition, const Facts& facts) {
  TraceNode trace;
  trace.combinator = condition.combinator;
  trace.is_negated = condition.is_negated;
  const bool is_all = condition.combinator == Group::Combinator::all;
  Truth truth = is_all ? Truth::yes : Truth::no;
  for (const Node& node : condition.nodes) {
    trace.children.push_back(evaluate_node(node, facts));
    const Truth child = trace.children.back().truth;
    truth = is_all ? std::min(truth, child) : std::max(truth, child);
  }
  if (condition.is_negated && truth != Truth::unknown) truth = truth_of(truth == Truth::no);
  trace.truth = truth;
  return trace;
}

json condition_to_json(const Group& group) {
  json rules = json::array();
  for (const Node& node : group.nodes) {
    const auto* inner = std::get_if<std::unique_ptr<Group>>(&node);
    rules.push_back(inner != nullptr ? condition_to_json(**inner)
                                     : comparison_to_json(std::get<Comparison>(node)));
  }
  return {{"combinator", group.combinator == Group::Combinator::all ? "and" : "or"},
          {"not", group.is_negated},
          {"rules", std::move(rules)}};
}

json trace_to_json(const TraceNode& trace) {
  constexpr std::array<std::string_view, 3> truths{"no", "unknown", "yes"};
  json object{{"truth", truths.at(static_cast<std::size_t>(trace.truth))}};
  if (trace.children.empty()) {
    object["text"] = {{"en", trace.text.en}, {"zh", trace.text.zh}};
    return object;
  }
  object["combinator"] = trace.combinator == Group::Combinator::all ? "and" : "or";
  object["not"] = trace.is_negated;
  object["rules"] = json::array();
  for (const TraceNode& child : trace.children) object["rules"].push_back(trace_to_json(child));
  return object;
}

}  // namespace pixiu::policy
