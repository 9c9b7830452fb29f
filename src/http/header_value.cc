#include "http/header_value.h"

#include <algorithm>

namespace pixiu::http {
namespace {

constexpr std::size_t parameters_max = 16;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_quoted_text_char(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return c == '\t' || (byte >= 0x20 && byte != 0x7f);
}

Error malformed(const char* what) {
  return {ErrorCode::invalid_input, what};
}

// Takes a header value apart from the front.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  void skip_space() {
    while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\t')) {
      rest_.remove_prefix(1);
    }
  }
  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  std::string_view take_token(bool allow_slash) {
    std::size_t length = 0;
    while (length < rest_.size() &&
           (is_token_char(rest_[length]) || (allow_slash && rest_[length] == '/'))) {
      ++length;
    }
    const auto token = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return token;
  }
  // After the opening quote; to and with the closing one.
  Result<std::string> take_quoted() {
    std::string text;
    while (!rest_.empty()) {
      char c = rest_.front();
      rest_.remove_prefix(1);
      if (c == '"') return text;
      if (c == '\\') {
        if (rest_.empty()) break;
        c = rest_.front();
        rest_.remove_prefix(1);
      }
      if (!is_quoted_text_char(c)) return malformed("a quoted text holds a control character");
      text.push_back(c);
    }
    return malformed("a quoted text is not closed");
  }

 private:
  std::string_view rest_;
};

Result<HeaderValue::Parameter> read_parameter(Reader& reader) {
  const auto name = reader.take_token(false);
  if (name.empty() || !reader.take('=')) return malformed("a parameter is not written name=value");
  HeaderValue::Parameter parameter{.name = to_lower(name), .text = {}};
  if (reader.take('"')) {
    auto text = reader.take_quoted();
    if (!text) return text.error();
    parameter.text = std::move(*text);
    return parameter;
  }
  const auto text = reader.take_token(false);
  if (text.empty()) return malformed("a parameter has no value");
  parameter.text = text;
  return parameter;
}

}  // namespace

const std::string* HeaderValue::find(std::string_view name) const {
  const auto found = std::find_if(parameters.begin(), parameters.end(),
                                  [name](const auto& entry) { return entry.name == name; });
  return found == parameters.end() ? nullptr : &found->text;
}

Result<HeaderValue> parse_header_value(std::string_view text) {
  Reader reader(text);
  reader.skip_space();
  HeaderValue result{.value = to_lower(reader.take_token(true)), .parameters = {}};
  if (result.value.empty()) return malformed("the value is missing");
  for (;;) {
    reader.skip_space();
    if (reader.at_end()) return result;
    if (!reader.take(';')) return malformed("a parameter does not follow a semicolon");
    reader.skip_space();
    if (reader.at_end()) return result;
    auto parameter = read_parameter(reader);
    if (!parameter) return parameter.error();
    if (result.find(parameter->name) != nullptr) return malformed("a parameter is named twice");
    if (result.parameters.size() == parameters_max) return malformed("too many parameters");
    result.parameters.push_back(std::move(*parameter));
  }
}

bool is_token_char(char c) {
  if ((c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z')) return true;
  return c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

std::string to_lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), lower);
  return result;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool accepts_coding(std::string_view accept_encoding, std::string_view coding) {
  while (!accept_encoding.empty()) {
    const auto comma = std::min(accept_encoding.find(','), accept_encoding.size());
    const auto entry = parse_header_value(trim(accept_encoding.substr(0, comma)));
    accept_encoding.remove_prefix(std::min(comma + 1, accept_encoding.size()));
    if (!entry || entry->value != coding) continue;
    const auto* weight = entry->find("q");
    return weight == nullptr || weight->find_first_of("123456789") != std::string::npos;
  }
  return false;
}

}  // namespace pixiu::http
