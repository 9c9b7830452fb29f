#pragma once

#include "base/result.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pixiu::http {

// A header value with parameters, e.g. `form-data; name="photo"; filename="a.jpg"`.
struct HeaderValue {
  std::string value;  // lower case, e.g. "form-data"
  struct Parameter {
    std::string name;  // lower case
    std::string text;  // unquoted
  };
  std::vector<Parameter> parameters;

  const std::string* find(std::string_view name) const;
};

// Reads a header value and its parameters (RFC 9110, 5.6.6): tokens or quoted strings, in which
// bytes over 0x7f are let through because browsers send file names so.
//
// Errors: invalid_input when it does not parse, a parameter is named twice, or there are more than
//         16. Cost: one pass.
Result<HeaderValue> parse_header_value(std::string_view text);

// True for a character of a token (RFC 9110, 5.6.2).
bool is_token_char(char c);

// ASCII only, as header names and hosts are.
std::string to_lower(std::string_view text);
bool equals_ignoring_case(std::string_view a, std::string_view b);

// Without the spaces and tabs at either end.
std::string_view trim(std::string_view text);

// True when a list header (RFC 9110, 12.5.3) such as `gzip, br;q=0.5` names `coding` with a weight
// above 0.
bool accepts_coding(std::string_view accept_encoding, std::string_view coding);

}  // namespace pixiu::http
