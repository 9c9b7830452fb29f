#include "vault/retention.h"

#include "base/check.h"

#include <algorithm>
#include <tuple>
#include <utility>

// toml++ 3.3 asserts that a key begins where its next lines report that none does.
#define TOML_ASSERT(expr) static_assert(true)
#include <toml++/toml.h>

namespace pixiu::embedded {
extern const std::string_view retention_toml;
}

namespace pixiu::vault {
namespace {

constexpr std::size_t file_bytes_max = 1u << 20;
constexpr std::size_t classes_max = 1000;
constexpr std::int64_t days_max = 36'525;
constexpr std::string_view schema = "pixiu.retention/1";

Error fault(const toml::node& node, const std::string& what) {
  return {ErrorCode::invalid_input,
          "retention line " + std::to_string(node.source().begin.line) + ": " + what};
}

bool is_word(std::string_view text) {
  return !text.empty() && text.size() <= 32 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || c == '_';
  });
}

std::optional<Timestamp> day_of(const toml::table& row) {
  const auto date = row["from"].value<toml::date>();
  if (!date) return std::nullopt;
  const std::chrono::year_month_day day{
      std::chrono::year{date->year}, std::chrono::month{date->month}, std::chrono::day{date->day}};
  if (!day.ok()) return std::nullopt;
  return Timestamp{std::chrono::sys_days{day}};
}

Result<RetentionClass> read_class(const toml::table& row) {
  for (const auto& [key, value] : row) {
    constexpr std::string_view known[] = {"word", "name_en", "name_zh",  "from",
                                          "days", "source",  "confirmed"};
    if (std::find(std::begin(known), std::end(known), key.str()) == std::end(known)) {
      return fault(value, "unknown key \"" + std::string(key.str()) + "\"");
    }
  }
  const auto from = day_of(row);
  const auto days = row["days"].value_exact<std::int64_t>();
  const auto confirmed = row["confirmed"].value_exact<bool>();
  RetentionClass read{.word = row["word"].value_or(std::string()),
                      .name_en = row["name_en"].value_or(std::string()),
                      .name_zh = row["name_zh"].value_or(std::string()),
                      .from = from.value_or(Timestamp()),
                      .duration = std::chrono::days{days.value_or(0)},
                      .source = row["source"].value_or(std::string()),
                      .is_confirmed = confirmed.value_or(false)};
  if (!is_word(read.word)) return fault(row, "\"word\" must be letters a-z and \"_\"");
  if (!from) return fault(row, "\"from\" must be a day such as 2026-01-31");
  if (!days || *days < 1 || *days > days_max) {
    return fault(row, "\"days\" must be a whole number of 1.." + std::to_string(days_max));
  }
  if (read.name_en.empty() || read.name_zh.empty() || read.source.empty() || !confirmed) {
    return fault(row, "name_en, name_zh, source and confirmed are needed");
  }
  return read;
}

}  // namespace

Result<RetentionSchedule> RetentionSchedule::parse(std::string_view text) {
  if (text.size() > file_bytes_max) {
    return Error{ErrorCode::limit_exceeded, "a retention file of more than 1 MiB"};
  }
  toml::table root;
  try {
    root = toml::parse(text);
  } catch (const toml::parse_error& error) {
    return Error{ErrorCode::invalid_input, "retention line " +
                                               std::to_string(error.source().begin.line) + ": " +
                                               std::string(error.description())};
  }
  const toml::array* rows = root["class"].as_array();
  if (root["schema"].value_or(std::string()) != schema || rows == nullptr ||
      rows->size() > classes_max) {
    return Error{ErrorCode::invalid_input, "a retention file has schema = \"" +
                                               std::string(schema) + "\" and [[class]] rows"};
  }
  RetentionSchedule schedule;
  for (const toml::node& node : *rows) {
    const toml::table* row = node.as_table();
    if (row == nullptr) return fault(node, "a class is a table");
    auto read = read_class(*row);
    if (!read) return read.error();
    schedule.classes_.push_back(*std::move(read));
  }
  const auto key = [](const RetentionClass& one) { return std::tie(one.word, one.from); };
  std::stable_sort(schedule.classes_.begin(), schedule.classes_.end(),
                   [&](const auto& a, const auto& b) { return key(a) < key(b); });
  const auto twice =
      std::adjacent_find(schedule.classes_.begin(), schedule.classes_.end(),
                         [&](const auto& a, const auto& b) { return key(a) == key(b); });
  if (twice != schedule.classes_.end()) {
    return Error{ErrorCode::invalid_input,
                 "retention: class \"" + twice->word + "\" has two rows of one day"};
  }
  return schedule;
}

bool RetentionSchedule::has(std::string_view word) const {
  return std::any_of(classes_.begin(), classes_.end(),
                     [&](const RetentionClass& one) { return one.word == word; });
}

std::optional<Timestamp> RetentionSchedule::due(std::string_view word,
                                                Timestamp received_at) const {
  std::optional<Timestamp> due_at;
  for (const RetentionClass& one : classes_) {
    if (one.word == word && one.from <= received_at) due_at = received_at + one.duration;
  }
  return due_at;
}

RetentionSchedule default_retention() {
  auto schedule = RetentionSchedule::parse(embedded::retention_toml);
  PIXIU_CHECK(schedule.has_value());
  return *std::move(schedule);
}

}  // namespace pixiu::vault
