#include "provenance/traces/condition.h"

#include "base/check.h"
#include "base/limits.h"

#include <algorithm>
#include <cctype>
#include <string_view>

#include <nlohmann/json.hpp>

namespace pixiu::provenance {
namespace {

using nlohmann::json;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks(" \t\r\n\0", 5);
  const std::size_t start = text.find_first_not_of(blanks);
  if (start == std::string_view::npos) return {};
  return text.substr(start, text.find_last_not_of(blanks) - start + 1);
}

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_hyphen_place = i == 8 || i == 13 || i == 18 || i == 23;
    if (is_hyphen_place ? text[i] != '-' : !is_hex(text[i])) return false;
  }
  return true;
}

bool is_base64(std::string_view text) {
  constexpr std::size_t chars_min = 64;
  if (text.size() < chars_min || text.size() % 4 != 0) return false;
  const std::string_view body = text.substr(0, text.find('='));
  const std::string_view padding = text.substr(body.size());
  return padding.size() <= 2 && padding.find_first_not_of('=') == std::string_view::npos &&
         std::all_of(body.begin(), body.end(), [](char c) {
           return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '+' || c == '/';
         });
}

// Whether "Key: " stands at the start of one of the comma-separated pairs of the line.
bool line_has_key(std::string_view line, std::string_view key) {
  while (!line.empty()) {
    const std::size_t end = std::min(line.find(", "), line.size());
    const std::string_view pair = trimmed(line.substr(0, end));
    if (pair.starts_with(key) && pair.substr(key.size()).starts_with(": ")) return true;
    line.remove_prefix(std::min(end + 2, line.size()));
  }
  return false;
}

bool has_settings_line(std::string_view text, const std::vector<std::string>& keys) {
  constexpr int lines_max = 2000;
  for (int line_count = 0; !text.empty() && line_count < lines_max; ++line_count) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    if (std::all_of(keys.begin(), keys.end(),
                    [line](const std::string& key) { return line_has_key(line, key); })) {
      return true;
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return false;
}

// "http://cv.iptc.org/newscodes/digitalsourcetype/x", C2PA's own, a QCode or the bare word.
std::string_view news_code_word(std::string_view text) {
  constexpr std::string_view schemes[] = {"http://cv.iptc.org/newscodes/digitalsourcetype/",
                                          "https://cv.iptc.org/newscodes/digitalsourcetype/",
                                          "http://c2pa.org/digitalsourcetype/",
                                          "https://c2pa.org/digitalsourcetype/", "digsrctype:"};
  for (const std::string_view scheme : schemes) {
    if (text.starts_with(scheme)) return text.substr(scheme.size());
  }
  return text;
}

bool is_one_of(std::string_view text, const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(),
                     [text](const std::string& word) { return word == text; });
}

bool has_form(std::string_view text, const Condition& condition) {
  switch (condition.form) {
    case TextForm::any: return true;
    case TextForm::uuid: return is_uuid(text);
    case TextForm::base64: return is_base64(text);
    case TextForm::settings: return has_settings_line(text, condition.keys);
    case TextForm::news_code: return is_one_of(news_code_word(text), condition.one_of);
  }
  PIXIU_CHECK(false);
}

bool asks_for_json(const Condition& condition) {
  return !condition.json_has.empty() || condition.json_member_has || condition.json_at;
}

json parsed(std::string_view text) {
  const auto is_shallow = [](int depth, json::parse_event_t, json&) {
    return depth <= limits::metadata_nesting_max;
  };
  if (text.size() > json_bytes_max || !text.starts_with("{")) return json::value_t::discarded;
  return json::parse(text, is_shallow, /*allow_exceptions=*/false);
}

// The value at a pointer; null when there is none. Never throws, whatever the pointer meets.
const json* value_at(const json& root, const std::string& pointer) {
  const json::json_pointer place(pointer);
  return root.contains(place) ? &root.at(place) : nullptr;
}

bool has_value(const json& root, const Condition& condition) {
  const json* value = value_at(root, *condition.json_at);
  if (value == nullptr) return false;
  if (condition.json_one_of.empty()) return value->is_number() && *value != 0;
  return value->is_string() &&
         is_one_of(value->get_ref<const std::string&>(), condition.json_one_of);
}

bool json_holds(std::string_view text, const Condition& condition) {
  const json root = parsed(text);
  if (root.is_discarded() || !root.is_object()) return false;
  for (const std::string& pointer : condition.json_has) {
    if (value_at(root, pointer) == nullptr) return false;
  }
  if (condition.json_member_has && std::none_of(root.begin(), root.end(), [&](const json& member) {
        return member.is_object() && member.contains(*condition.json_member_has);
      })) {
    return false;
  }
  return !condition.json_at || has_value(root, condition);
}

}  // namespace

bool holds(const Condition& condition, const FileField& field) {
  if (condition.carrier != field.carrier) return false;
  if (condition.namespace_uri && *condition.namespace_uri != field.namespace_uri) return false;
  if (condition.name && *condition.name != field.name) return false;
  std::string_view text = trimmed(field.value);
  // A segment's name may be all there is of it.
  if (text.empty() && condition.carrier != Carrier::segment) return false;
  const bool is_news_code = condition.form == TextForm::news_code;
  if (!is_news_code && !condition.one_of.empty() && !is_one_of(text, condition.one_of)) {
    return false;
  }
  if (condition.starts_with && !text.starts_with(*condition.starts_with)) return false;
  if (condition.contains && text.find(*condition.contains) == std::string_view::npos) return false;
  if (asks_for_json(condition) && !json_holds(text, condition)) return false;
  if (condition.behind) {
    const std::size_t place = text.rfind(*condition.behind);
    if (place == std::string_view::npos) return false;
    text = trimmed(text.substr(place + condition.behind->size()));
  }
  return has_form(text, condition);
}

}  // namespace pixiu::provenance
