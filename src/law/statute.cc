#include "law/statute.h"

#include "base/check.h"

#include <algorithm>
#include <array>
#include <initializer_list>

// toml++ 3.3 asserts that a key begins where its next lines report that none does.
#define TOML_ASSERT(expr) static_assert(true)
#include <toml++/toml.h>

namespace pixiu::embedded {
extern const std::string_view statutes_cn_toml;
}

namespace pixiu::law {
namespace {

constexpr std::size_t file_bytes_max = 512u << 10;
constexpr std::size_t statutes_max = 1000;
constexpr std::string_view schema = "pixiu.statutes/1";
constexpr std::array<std::string_view, 3> branches{"civil", "administrative", "criminal"};

Error fault(const toml::node& node, const std::string& what) {
  return {ErrorCode::invalid_input,
          "statutes line " + std::to_string(node.source().begin.line) + ": " + what};
}

Status only_known_keys(const toml::table& table, std::initializer_list<std::string_view> known) {
  for (const auto& [key, value] : table) {
    if (std::find(known.begin(), known.end(), key.str()) == known.end()) {
      return fault(value, "a key that is not known here");
    }
  }
  return {};
}

std::optional<Date> date_in(const toml::node* node) {
  const auto date = node == nullptr ? std::nullopt : node->value<toml::date>();
  if (!date) return std::nullopt;
  const Date day(std::chrono::year(date->year), std::chrono::month(date->month),
                 std::chrono::day(date->day));
  if (!day.ok()) return std::nullopt;
  return day;
}

Result<Statute> read_statute(const toml::table& table) {
  const Status known = only_known_keys(table, {"id", "branch", "title", "instrument", "article",
                                               "from", "until", "source", "is_confirmed", "text"});
  if (!known) return known.error();
  Statute statute;
  struct Field {
    std::string_view key;
    std::string* to;
    bool may_be_empty;
  };
  for (const Field& field :
       {Field{"id", &statute.id, false}, Field{"title", &statute.title, false},
        Field{"instrument", &statute.instrument, true}, Field{"article", &statute.article, false},
        Field{"source", &statute.source, false}, Field{"text", &statute.text, false}}) {
    const auto text = table[field.key].value<std::string>();
    if (!text || (text->empty() && !field.may_be_empty)) {
      return fault(table, "\"" + std::string(field.key) + "\" must be a text");
    }
    *field.to = *text;
  }
  const auto branch = table["branch"].value_or(std::string_view());
  const auto* const found = std::find(branches.begin(), branches.end(), branch);
  if (found == branches.end()) return fault(table, "\"branch\" names no branch of law");
  statute.branch = static_cast<Branch>(found - branches.begin());
  const auto from = date_in(table.get("from"));
  if (!from) return fault(table, "\"from\" must be a date");
  statute.from = *from;
  statute.until = date_in(table.get("until"));
  if (table.contains("until") && (!statute.until || *statute.until < *from)) {
    return fault(table, "\"until\" must be a date, not before \"from\"");
  }
  const auto is_confirmed = table["is_confirmed"].value<bool>();
  if (!is_confirmed) return fault(table, "\"is_confirmed\" must be true or false");
  statute.is_confirmed = *is_confirmed;
  return statute;
}

Result<Amounts> read_amounts(const toml::table& root) {
  const toml::table* table = root["amounts"].as_table();
  if (table == nullptr) return fault(root, "\"amounts\" must be a table");
  const Status known = only_known_keys(
      *table, {"large_from", "large_until", "huge_from", "huge_until", "outstanding_from"});
  if (!known) return known.error();
  Amounts amounts;
  Money before;
  for (const auto& [key, to] :
       {std::pair<std::string_view, Money*>{"large_from", &amounts.large_from},
        {"large_until", &amounts.large_until},
        {"huge_from", &amounts.huge_from},
        {"huge_until", &amounts.huge_until},
        {"outstanding_from", &amounts.outstanding_from}}) {
    const auto amount = Money::parse((*table)[key].value_or(std::string()));
    if (!amount || *amount <= before) {
      return fault(*table, "amounts are like \"3000.00\", each more than the one before");
    }
    *to = before = *amount;
  }
  return amounts;
}

}  // namespace

std::string_view branch_name(Branch branch) {
  return branches.at(static_cast<std::size_t>(branch));
}

Result<Statutes> Statutes::parse(std::string_view toml_text) {
  if (toml_text.size() > file_bytes_max) {
    return Error{ErrorCode::limit_exceeded, "statutes file over 512 KiB"};
  }
  try {
    const toml::table root = toml::parse(toml_text);
    const Status known = only_known_keys(root, {"schema", "amounts", "statute"});
    if (!known) return known.error();
    if (root["schema"].value<std::string_view>() != schema) {
      return fault(root, "\"schema\" must be \"" + std::string(schema) + "\"");
    }
    const toml::array* list = root["statute"].as_array();
    if (list == nullptr || list->size() > statutes_max) {
      return fault(root, "\"statute\" must list up to 1000 tables");
    }
    Statutes statutes;
    const Result<Amounts> amounts = read_amounts(root);
    if (!amounts) return amounts.error();
    statutes.amounts_ = *amounts;
    for (const toml::node& node : *list) {
      if (!node.is_table()) return fault(node, "a statute is a table");
      Result<Statute> statute = read_statute(*node.as_table());
      if (!statute) return statute.error();
      if (statutes.find(statute->id) != nullptr) return fault(node, "an id that is there twice");
      statutes.statutes_.push_back(*std::move(statute));
    }
    return statutes;
  } catch (const toml::parse_error& error) {
    return Error{ErrorCode::invalid_input, "statutes line " +
                                               std::to_string(error.source().begin.line) + ": " +
                                               std::string(error.description())};
  }
}

const Statute* Statutes::find(std::string_view id) const {
  const auto found = std::find_if(statutes_.begin(), statutes_.end(),
                                  [&](const Statute& each) { return each.id == id; });
  return found == statutes_.end() ? nullptr : &*found;
}

const Statutes& statutes_of_china() {
  static const Statutes statutes = [] {
    Result<Statutes> parsed = Statutes::parse(embedded::statutes_cn_toml);
    PIXIU_CHECK(parsed.has_value());
    return *std::move(parsed);
  }();
  return statutes;
}

}  // namespace pixiu::law
