#pragma once

#include "base/result.h"

#include <cstddef>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

// JSON in the one form that is digested: RFC 8785 (JSON Canonicalization Scheme).
namespace pixiu::vault {

inline constexpr int json_nesting_max = 32;

// The canonical text: no space, members sorted by the UTF-16 units of their names, numbers as
// ECMAScript writes them (section 3.2.2.3), strings escaped only where they must be.
// Errors: invalid_input for what I-JSON (RFC 7493) has no place for: an integer beyond 2^53-1, a
// number that is not finite, text that is not UTF-8, binary values, nesting beyond
// json_nesting_max.
Result<std::string> canonical_json(const nlohmann::json& value);

// Reads a text of at most `bytes_max` bytes. Errors: invalid_input (not JSON, a name twice in one
// object, nesting beyond json_nesting_max), limit_exceeded.
Result<nlohmann::json> parse_json(std::string_view text, std::size_t bytes_max);

// Whether `text` is, byte for byte, the canonical text of what it says.
bool is_canonical_json(std::string_view text, std::size_t bytes_max);

}  // namespace pixiu::vault
