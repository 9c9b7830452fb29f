#include "policy/rule.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <initializer_list>

// toml++ 3.3 asserts that a key begins where its next lines report that none does.
#define TOML_ASSERT(expr) static_assert(true)
#include <toml++/toml.h>

namespace pixiu::policy {
namespace {

using nlohmann::json;

constexpr std::size_t file_bytes_max = 64u << 10;
constexpr std::size_t text_bytes_max = 2000;
constexpr int nesting_max = 2 * condition_depth_max + 4;
constexpr std::string_view schema = "pixiu.rule/1";
constexpr std::array<std::string_view, 3> precedences{"shop", "contract", "law"};

Error fault(const toml::node& node, const std::string& what) {
  return {ErrorCode::invalid_input,
          "rule line " + std::to_string(node.source().begin.line) + ": " + what};
}

Status only_known_keys(const toml::table& table, std::initializer_list<std::string_view> known) {
  for (const auto& [key, value] : table) {
    if (std::find(known.begin(), known.end(), key.str()) == known.end()) {
      return fault(value, "a key that is not known here");
    }
  }
  return {};
}

// TOML to JSON: tables, lists, texts, whole numbers and booleans; anything else is null, which no
// part of a rule takes.
json as_json(const toml::node& node, int depth = 0) {
  if (depth > nesting_max) return {};
  if (const toml::table* table = node.as_table()) {
    json object = json::object();
    for (const auto& [key, value] : *table) {
      object[std::string(key.str())] = as_json(value, depth + 1);
    }
    return object;
  }
  if (const toml::array* array = node.as_array()) {
    json list = json::array();
    for (const toml::node& entry : *array) list.push_back(as_json(entry, depth + 1));
    return list;
  }
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* number = node.as_integer()) return number->get();
  if (const auto* flag = node.as_boolean()) return flag->get();
  return {};
}

Result<std::string> text_in(const toml::table& table, std::string_view key) {
  const toml::node* node = table.get(key);
  const auto text = node == nullptr ? std::nullopt : node->value<std::string>();
  if (node == nullptr || !node->is_string() || text->empty() || text->size() > text_bytes_max) {
    return fault(table, "\"" + std::string(key) + "\" must be a text");
  }
  return *text;
}

Result<const toml::table*> table_in(const toml::table& table, std::string_view key) {
  const toml::node* node = table.get(key);
  if (node == nullptr || !node->is_table()) {
    return fault(table, "\"" + std::string(key) + "\" must be a table");
  }
  return node->as_table();
}

Result<Date> date_in(const toml::table& table, std::string_view key) {
  const toml::node* node = table.get(key);
  const auto date = node == nullptr ? std::nullopt : node->value<toml::date>();
  if (!date) return fault(table, "\"" + std::string(key) + "\" must be a date");
  const Date day(std::chrono::year(date->year), std::chrono::month(date->month),
                 std::chrono::day(date->day));
  if (!day.ok()) return fault(*node, "no day of any calendar");
  return day;
}

class RuleReader {
 public:
  explicit RuleReader(const toml::table& root) : root_(root) {}

  Result<Rule> read() {
    for (const auto step :
         {&RuleReader::read_head, &RuleReader::read_dates, &RuleReader::read_source,
          &RuleReader::read_effect, &RuleReader::read_condition, &RuleReader::try_examples}) {
      const Status status = (this->*step)();
      if (!status) return status.error();
    }
    return std::move(rule_);
  }

 private:
  Status read_head() {
    Status known = only_known_keys(root_, {"schema", "id", "name", "from", "until", "source",
                                           "effect", "condition", "applies", "does_not_apply"});
    if (!known) return known;
    if (root_["schema"].value<std::string_view>() != schema) {
      return fault(root_, "\"schema\" must be \"" + std::string(schema) + "\"");
    }
    const Result<std::string> id = text_in(root_, "id");
    if (!id) return id.error();
    const bool is_plain = std::all_of(id->begin(), id->end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
    if (!is_plain || id->size() > 64) return fault(root_, "\"id\" is up to 64 of a-z, 0-9 and _");
    rule_.id = *id;
    const auto name = table_in(root_, "name");
    if (!name) return name.error();
    return read_summary(**name, rule_.name);
  }

  static Status read_summary(const toml::table& table, Summary& summary) {
    const Result<std::string> en = text_in(table, "en");
    if (!en) return en.error();
    const Result<std::string> zh = text_in(table, "zh");
    if (!zh) return zh.error();
    summary = {*en, *zh};
    return only_known_keys(table, {"en", "zh"});
  }

  Status read_dates() {
    const Result<Date> from = date_in(root_, "from");
    if (!from) return from.error();
    rule_.from = *from;
    if (root_.get("until") == nullptr) return {};
    const Result<Date> until = date_in(root_, "until");
    if (!until) return until.error();
    if (*until < *from) return fault(root_, "\"until\" is before \"from\"");
    rule_.until = *until;
    return {};
  }

  Status read_source() {
    const auto table = table_in(root_, "source");
    if (!table) return table.error();
    Status known = only_known_keys(**table, {"precedence", "title", "article", "is_confirmed"});
    if (!known) return known;
    const auto precedence = (**table)["precedence"].value<std::string_view>();
    const auto* const found =
        std::find(precedences.begin(), precedences.end(), precedence.value_or(""));
    if (found == precedences.end()) {
      return fault(**table, "\"precedence\" must be \"law\", \"contract\" or \"shop\"");
    }
    rule_.source.precedence = static_cast<Precedence>(found - precedences.begin());
    const Result<std::string> title = text_in(**table, "title");
    if (!title) return title.error();
    rule_.source.title = *title;
    rule_.source.article = (**table)["article"].value_or(std::string());
    const auto is_confirmed = (**table)["is_confirmed"].value<bool>();
    if (!is_confirmed) return fault(**table, "\"is_confirmed\" must be true or false");
    rule_.source.is_confirmed = *is_confirmed;
    return {};
  }

  Status read_effect() {
    const auto found = table_in(root_, "effect");
    if (!found) return found.error();
    const toml::table& table = **found;
    const auto kind = effect_named(table["kind"].value_or(std::string_view()));
    if (!kind) return fault(table, "\"kind\" names no effect");
    rule_.effect.kind = *kind;
    const std::string_view parameter = effect_text(*kind).parameter;
    Status known = only_known_keys(table, {"kind", parameter});
    if (!known) return known;
    if (parameter == "amount") {
      const auto amount = Money::parse(table["amount"].value_or(std::string()));
      if (!amount || *amount < Money()) return fault(table, "\"amount\" is like \"200.00\"");
      rule_.effect.amount = *amount;
    } else if (parameter == "period") {
      rule_.effect.period = table["period"].value_or(std::string());
      if (!is_period(rule_.effect.period)) return fault(table, "\"period\" is like \"3 workdays\"");
    } else if (parameter == "items") {
      return read_items(table);
    }
    return {};
  }

  Status read_items(const toml::table& table) {
    const toml::array* items = table["items"].as_array();
    if (items == nullptr || items->empty() || items->size() > 20) {
      return fault(table, "\"items\" must list 1 to 20 items of the checklist");
    }
    for (const toml::node& node : *items) {
      const std::string code = node.value_or(std::string());
      if (find_checklist_item(code) == nullptr) return fault(node, "no item of the checklist");
      rule_.effect.items.push_back(code);
    }
    return {};
  }

  Status read_condition() {
    const auto table = table_in(root_, "condition");
    if (!table) return table.error();
    Result<Group> condition = condition_from_json(as_json(**table));
    if (!condition) return fault(**table, condition.error().message);
    rule_.condition = std::make_shared<const Group>(*std::move(condition));
    return {};
  }

  Status try_examples() {
    Status applies = try_example("applies", Truth::yes);
    if (!applies) return applies;
    return try_example("does_not_apply", Truth::no);
  }

  // A rule that its own examples contradict is not what its author meant.
  Status try_example(std::string_view key, Truth expected) {
    const auto table = table_in(root_, key);
    if (!table) return table.error();
    const Result<Facts> facts = facts_from_json(as_json(**table));
    if (!facts) return fault(**table, facts.error().message);
    if (evaluate(*rule_.condition, *facts).truth == expected) return {};
    return fault(**table, "the rule's own example \"" + std::string(key) +
                              "\" does not come out as it says");
  }

  const toml::table& root_;
  Rule rule_;
};

}  // namespace

std::string_view precedence_name(Precedence precedence) {
  return precedences.at(static_cast<std::size_t>(precedence));
}

Result<Rule> parse_rule(std::string_view toml_text) {
  if (toml_text.size() > file_bytes_max) {
    return Error{ErrorCode::limit_exceeded, "rule file over 64 KiB"};
  }
  try {
    const toml::table root = toml::parse(toml_text);
    return RuleReader(root).read();
  } catch (const toml::parse_error& error) {
    return Error{ErrorCode::invalid_input, "rule line " +
                                               std::to_string(error.source().begin.line) + ": " +
                                               std::string(error.description())};
  }
}

Result<Date> parse_date(std::string_view text) {
  const Error malformed{ErrorCode::invalid_input, "a date is written like 2026-02-01"};
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return malformed;
  const auto number = [&](std::size_t at, std::size_t size) {
    int value = -1;
    const std::string_view part = text.substr(at, size);
    const auto [rest, fault] = std::from_chars(part.data(), part.data() + size, value);
    const bool is_whole = fault == std::errc() && rest == part.data() + size && part[0] != '-';
    return is_whole ? value : -1;
  };
  const int year = number(0, 4);
  const int month = number(5, 2);
  const int day = number(8, 2);
  if (year < 0 || month < 0 || day < 0) return malformed;
  const Date date(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                  std::chrono::day(static_cast<unsigned>(day)));
  if (!date.ok()) return malformed;
  return date;
}

std::string date_text(Date date) {
  std::string text = std::to_string(static_cast<int>(date.year()));
  text.insert(0, 4 - std::min<std::size_t>(4, text.size()), '0');
  for (const unsigned part :
       {static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day())}) {
    text += part < 10 ? "-0" : "-";
    text += std::to_string(part);
  }
  return text;
}

}  // namespace pixiu::policy
