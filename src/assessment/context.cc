#include "assessment/context.h"

#include "base/limits.h"

#include <chrono>
#include <string>

#include <nlohmann/json.hpp>

namespace pixiu::assessment {
namespace {

constexpr std::size_t date_time_chars_max = 40;

// Reads decimal digits from the front of a text.
class DigitReader {
 public:
  explicit DigitReader(std::string_view text) : rest_(text) {}

  // Exactly `count` digits as a number, or -1.
  int number(std::size_t count) {
    if (rest_.size() < count) return -1;
    int value = 0;
    for (const char c : rest_.substr(0, count)) {
      if (c < '0' || c > '9') return -1;
      value = value * 10 + (c - '0');
    }
    rest_.remove_prefix(count);
    return value;
  }

  bool take(std::string_view any_of) {
    if (rest_.empty() || any_of.find(rest_.front()) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::size_t skip_digits() {
    std::size_t count = 0;
    while (number(1) >= 0) ++count;
    return count;
  }

  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

bool read_date(DigitReader& reader) {
  const int year = reader.number(4);
  if (year < 0 || !reader.take("-")) return false;
  const int month = reader.number(2);
  if (month < 0 || !reader.take("-")) return false;
  const int day = reader.number(2);
  if (day < 0) return false;
  return std::chrono::year_month_day{std::chrono::year{year},
                                     std::chrono::month{static_cast<unsigned>(month)},
                                     std::chrono::day{static_cast<unsigned>(day)}}
      .ok();
}

bool read_time(DigitReader& reader) {
  const int hour = reader.number(2);
  if (hour < 0 || hour > 23 || !reader.take(":")) return false;
  const int minute = reader.number(2);
  if (minute < 0 || minute > 59 || !reader.take(":")) return false;
  const int second = reader.number(2);
  if (second < 0 || second > 60) return false;
  if (reader.take(".")) return reader.skip_digits() > 0;
  return true;
}

bool read_offset(DigitReader& reader) {
  if (reader.take("Zz")) return true;
  if (!reader.take("+-")) return false;
  const int hour = reader.number(2);
  if (hour < 0 || hour > 23 || !reader.take(":")) return false;
  const int minute = reader.number(2);
  return minute >= 0 && minute <= 59;
}

Status read_time_key(const nlohmann::json& object, const char* key,
                     std::optional<std::string>& into) {
  const auto found = object.find(key);
  if (found == object.end()) return {};
  const auto* text = found->get_ptr<const std::string*>();
  if (text == nullptr || !is_rfc3339(*text)) {
    return Error{ErrorCode::invalid_input,
                 std::string("context: ") + key +
                     " must be an RFC 3339 date-time such as 2025-11-22T10:27:00+08:00"};
  }
  into = *text;
  return {};
}

Status read_flag_key(const nlohmann::json& object, const char* key, std::optional<bool>& into) {
  const auto found = object.find(key);
  if (found == object.end()) return {};
  if (!found->is_boolean()) {
    return Error{ErrorCode::invalid_input,
                 std::string("context: ") + key + " must be true or false"};
  }
  into = found->get<bool>();
  return {};
}

}  // namespace

bool is_rfc3339(std::string_view text) {
  if (text.size() > date_time_chars_max) return false;
  DigitReader reader(text);
  return read_date(reader) && reader.take("Tt ") && read_time(reader) && read_offset(reader) &&
         reader.at_end();
}

Result<Context> parse_context(const nlohmann::json& object) {
  if (!object.is_object()) {
    return Error{ErrorCode::invalid_input, "context: must be one JSON object"};
  }
  Context context;
  for (const auto& status : {read_time_key(object, "ordered_at", context.ordered_at),
                             read_time_key(object, "shipped_at", context.shipped_at),
                             read_time_key(object, "delivered_at", context.delivered_at),
                             read_time_key(object, "filed_at", context.filed_at),
                             read_flag_key(object, "declared_ai", context.declared_ai),
                             read_flag_key(object, "capture_required", context.capture_required)}) {
    if (!status) return status.error();
  }
  return context;
}

Result<Context> parse_context_text(std::string_view json_text) {
  if (json_text.size() > limits::context_bytes_max) {
    return Error{ErrorCode::limit_exceeded,
                 "context: over " + std::to_string(limits::context_bytes_max) + " bytes"};
  }
  bool is_too_deep = false;
  const auto watch_depth = [&is_too_deep](int depth, nlohmann::json::parse_event_t,
                                          nlohmann::json&) {
    is_too_deep = is_too_deep || depth > limits::metadata_nesting_max;
    return !is_too_deep;
  };
  const auto object = nlohmann::json::parse(json_text, watch_depth, /*allow_exceptions=*/false);
  if (is_too_deep) return Error{ErrorCode::limit_exceeded, "context: nested too deeply"};
  return parse_context(object);
}

}  // namespace pixiu::assessment
