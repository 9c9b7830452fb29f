#include "http/query.h"

#include <algorithm>
#include <string>

namespace pixiu::http {

Result<Query> Query::parse(std::string_view query, std::span<const std::string_view> names) {
  std::string known;
  for (const std::string_view name : names) {
    known += (known.empty() ? "" : ", ") + std::string(name);
  }
  const Error refused{ErrorCode::invalid_input,
                      "the query is name=value, joined by &, each once, of: " + known};
  Query parsed;
  if (query.empty()) return parsed;
  for (bool is_last = false; !is_last;) {
    const std::size_t end = query.find('&');
    is_last = end == std::string_view::npos;
    const std::string_view pair = query.substr(0, end);
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos) return refused;
    const std::string_view name = pair.substr(0, equals);
    const bool is_known = std::find(names.begin(), names.end(), name) != names.end();
    if (!is_known || parsed.find(name)) return refused;
    parsed.values_.emplace_back(name, pair.substr(equals + 1));
    if (!is_last) query.remove_prefix(end + 1);
  }
  return parsed;
}

std::optional<std::string_view> Query::find(std::string_view name) const {
  const auto found = std::find_if(values_.begin(), values_.end(),
                                  [&](const auto& value) { return value.first == name; });
  if (found == values_.end()) return std::nullopt;
  return found->second;
}

}  // namespace pixiu::http
