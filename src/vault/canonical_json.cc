#include "vault/canonical_json.h"

#include "base/check.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <set>
#include <utility>
#include <vector>

namespace pixiu::vault {
namespace {

using nlohmann::json;

constexpr std::string_view hex_digits = "0123456789abcdef";

Error no_form(std::string_view what) {
  return {ErrorCode::invalid_input, "JSON without a canonical form: " + std::string(what)};
}

// How many bytes the UTF-8 sequence at the front of `text` has; 0 when it is none (RFC 3629:
// shortest form, no surrogates, up to U+10FFFF).
std::size_t sequence_length(std::string_view text) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto is_tail = [&](std::size_t i) { return i < text.size() && (at(i) & 0xc0) == 0x80; };
  const unsigned lead = at(0);
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  if (!is_tail(1)) return 0;
  if (lead < 0xe0) return 2;
  if ((lead == 0xe0 && at(1) < 0xa0) || (lead == 0xed && at(1) > 0x9f)) return 0;
  if ((lead == 0xf0 && at(1) < 0x90) || (lead == 0xf4 && at(1) > 0x8f)) return 0;
  if (!is_tail(2)) return 0;
  if (lead < 0xf0) return 3;
  return is_tail(3) ? 4 : 0;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

// Order of the UTF-16 units of two UTF-8 texts. It differs from the order of bytes only where
// characters beyond U+FFFF (in UTF-16 from D800 on) meet those from U+E000 on.
bool is_before(std::string_view a, std::string_view b) {
  const auto [at_a, at_b] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  if (at_a == a.end() || at_b == b.end()) return a.size() < b.size();
  const auto rank = [](char byte) {
    const unsigned value = static_cast<unsigned char>(byte);
    return value >= 0xf0 ? value - 0x02 : (value >= 0xee ? value + 0x10 : value);
  };
  return rank(*at_a) < rank(*at_b);
}

void append_string(std::string_view text, std::string& out) {
  out += '"';
  for (const char character : text) {
    switch (character) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\b': out += "\\b"; break;
      case '\t': out += "\\t"; break;
      case '\n': out += "\\n"; break;
      case '\f': out += "\\f"; break;
      case '\r': out += "\\r"; break;
      default:
        if (static_cast<unsigned char>(character) < 0x20) {
          out += "\\u00";
          out += hex_digits[static_cast<unsigned char>(character) >> 4];
          out += hex_digits[static_cast<unsigned char>(character) & 0x0f];
        } else {
          out += character;
        }
    }
  }
  out += '"';
}

// Number::toString of ECMAScript 2019, section 7.1.12.1, from the shortest digits that read back
// as the same number.
Status append_number(double value, std::string& out) {
  if (!std::isfinite(value)) return no_form("a number that is not finite");
  if (value == 0) {
    out += '0';
    return {};
  }
  std::array<char, 40> buffer{};
  const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::abs(value),
                                     std::chars_format::scientific);
  PIXIU_CHECK(written.ec == std::errc());
  const std::string_view text(buffer.data(), static_cast<std::size_t>(written.ptr - buffer.data()));
  const std::size_t exponent_at = text.find('e');
  std::string digits(1, text[0]);
  if (text[1] == '.') digits += text.substr(2, exponent_at - 2);
  const char* exponent_text = text.data() + exponent_at + (text[exponent_at + 1] == '+' ? 2 : 1);
  int exponent = 0;
  std::from_chars(exponent_text, text.data() + text.size(), exponent);
  const int point = exponent + 1;  // the decimal point stands after so many digits
  const int count = static_cast<int>(digits.size());
  if (value < 0) out += '-';
  if (point > 21 || point <= -6) {
    out += digits[0];
    if (count > 1) out += '.' + digits.substr(1);
    out += exponent < 0 ? "e-" : "e+";
    out += std::to_string(std::abs(exponent));
  } else if (point <= 0) {
    out += "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
  } else if (point >= count) {
    out += digits + std::string(static_cast<std::size_t>(point - count), '0');
  } else {
    out += digits.substr(0, static_cast<std::size_t>(point)) + '.' +
           digits.substr(static_cast<std::size_t>(point));
  }
  return {};
}

// A number of JSON is a double (RFC 7493, 2.2): one that a double does not hold is refused.
template <class Integer>
Status append_integer(Integer value, std::string& out) {
  constexpr auto exact_max = Integer{1} << 53;
  const bool is_exact =
      value <= exact_max && (std::is_unsigned_v<Integer> || value + exact_max >= 0);
  if (!is_exact) {
    const auto number = static_cast<double>(value);
    const bool is_held = std::abs(number) < 9.2e18 && static_cast<Integer>(number) == value;
    if (!is_held) return no_form("an integer that a double does not hold");
    return append_number(number, out);
  }
  out += std::to_string(value);
  return {};
}

Status append(const json& value, int nesting_left, std::string& out);

Status append_object(const json& value, int nesting_left, std::string& out) {
  std::vector<std::pair<std::string_view, const json*>> members;
  members.reserve(value.size());
  for (const auto& item : value.items()) members.emplace_back(item.key(), &item.value());
  for (const auto& member : members) {
    if (!is_utf8(member.first)) return no_form("a name that is not UTF-8");
  }
  std::sort(members.begin(), members.end(),
            [](const auto& a, const auto& b) { return is_before(a.first, b.first); });
  out += '{';
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (i > 0) out += ',';
    append_string(members[i].first, out);
    out += ':';
    const Status done = append(*members[i].second, nesting_left, out);
    if (!done) return done;
  }
  out += '}';
  return {};
}

Status append_array(const json& value, int nesting_left, std::string& out) {
  out += '[';
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (i > 0) out += ',';
    const Status done = append(value[i], nesting_left, out);
    if (!done) return done;
  }
  out += ']';
  return {};
}

Status append(const json& value, int nesting_left, std::string& out) {
  if (nesting_left < 0) return no_form("nested too deeply");
  switch (value.type()) {
    case json::value_t::null: out += "null"; return {};
    case json::value_t::boolean: out += value.get<bool>() ? "true" : "false"; return {};
    case json::value_t::number_integer: return append_integer(value.get<std::int64_t>(), out);
    case json::value_t::number_unsigned: return append_integer(value.get<std::uint64_t>(), out);
    case json::value_t::number_float: return append_number(value.get<double>(), out);
    case json::value_t::string: {
      const auto& text = value.get_ref<const std::string&>();
      if (!is_utf8(text)) return no_form("text that is not UTF-8");
      append_string(text, out);
      return {};
    }
    case json::value_t::array: return append_array(value, nesting_left - 1, out);
    case json::value_t::object: return append_object(value, nesting_left - 1, out);
    case json::value_t::binary:
    case json::value_t::discarded: break;
  }
  return no_form("a value that JSON does not have");
}

}  // namespace

Result<std::string> canonical_json(const json& value) {
  std::string out;
  const Status done = append(value, json_nesting_max, out);
  if (!done) return done.error();
  return out;
}

Result<json> parse_json(std::string_view text, std::size_t bytes_max) {
  if (text.size() > bytes_max) {
    return Error{ErrorCode::limit_exceeded,
                 "JSON of more than " + std::to_string(bytes_max) + " bytes"};
  }
  bool is_too_deep = false;
  bool has_name_twice = false;
  std::vector<std::set<std::string>> names;  // of the objects and arrays that are open
  const auto watch = [&](int depth, json::parse_event_t event, json& parsed) {
    using event_t = json::parse_event_t;
    if (depth >= json_nesting_max) is_too_deep = true;
    if (is_too_deep) return false;  // nothing below is kept
    if (event == event_t::object_start || event == event_t::array_start) names.emplace_back();
    if (event == event_t::object_end || event == event_t::array_end) names.pop_back();
    if (event == event_t::key && !names.back().insert(parsed.get<std::string>()).second) {
      has_name_twice = true;
    }
    return true;
  };
  json value = json::parse(text, watch, false);
  if (is_too_deep) return Error{ErrorCode::invalid_input, "JSON that is nested too deeply"};
  if (has_name_twice) return Error{ErrorCode::invalid_input, "JSON with a name twice"};
  if (value.is_discarded()) return Error{ErrorCode::invalid_input, "not JSON"};
  return value;
}

bool is_canonical_json(std::string_view text, std::size_t bytes_max) {
  const auto value = parse_json(text, bytes_max);
  if (!value) return false;
  const auto canonical = canonical_json(*value);
  return canonical && *canonical == text;
}

}  // namespace pixiu::vault
