#pragma once

#include "base/result.h"

#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace pixiu::http {

// A query of the form "name=value&name=value", with names that a call knows, each at most once.
// Values are taken as they stand: ids and words need no percent encoding. Views into the query.
class Query {
 public:
  // Errors: invalid_input (another form, an unknown or repeated name); the message repeats nothing
  // of the query.
  static Result<Query> parse(std::string_view query, std::span<const std::string_view> names);

  std::optional<std::string_view> find(std::string_view name) const;

 private:
  std::vector<std::pair<std::string_view, std::string_view>> values_;
};

}  // namespace pixiu::http
