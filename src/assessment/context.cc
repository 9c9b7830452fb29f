#include "assessment/context.h"

#include "base/limits.h"
#include "base/timestamp.h"

#include <string>

#include <nlohmann/json.hpp>

namespace pixiu::assessment {
namespace {

constexpr std::size_t date_time_chars_max = 40;

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
  return text.size() <= date_time_chars_max && parse_timestamp(text).has_value();
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
