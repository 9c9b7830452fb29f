#include "provenance/gb45438/label_fields.h"

#include "base/limits.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

#include <nlohmann/json.hpp>

namespace pixiu::provenance::gb45438 {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t keys_max = 64;
constexpr std::string_view blanks("\0 \t\r\n", 5);

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  const std::size_t start = text.find_first_not_of(blanks);
  if (start == std::string_view::npos) return {};
  return text.substr(start, text.find_last_not_of(blanks) - start + 1);
}

// Counted without looking at quotes: never less than the true depth.
bool nests_too_deep(std::string_view json) {
  int depth = 0;
  for (const char c : json) {
    if (c == '{' || c == '[') ++depth;
    if (depth > limits::metadata_nesting_max) return true;
    if (c == '}' || c == ']') --depth;
  }
  return false;
}

bool has_foreign_escape(std::string_view json) {
  for (std::size_t at = json.find('\\'); at != std::string_view::npos; at = json.find('\\', at)) {
    if (at + 1 >= json.size() || json[at + 1] != '"') return true;
    at += 2;
  }
  return false;
}

struct Parsed {
  Json json;
  std::vector<std::string> keys;  // of the outermost object, repeated ones too
};

std::optional<Parsed> parse_object(std::string_view text) {
  Parsed parsed;
  const auto keep_keys = [&parsed](int depth, Json::parse_event_t event, Json& value) {
    if (event == Json::parse_event_t::key && depth == 1 && parsed.keys.size() <= keys_max) {
      parsed.keys.push_back(value.get<std::string>());
    }
    return true;
  };
  parsed.json = Json::parse(text, keep_keys, false);
  if (!parsed.json.is_object() || parsed.keys.size() > keys_max) return std::nullopt;
  return parsed;
}

LabelFields::Field field_of(const std::string& key, const Json& value) {
  if (value.is_string()) return {key, value.get<std::string>(), true};
  return {key, value.dump(-1, ' ', false, Json::error_handler_t::replace), false};
}

LabelFields fields_of(const Parsed& parsed) {
  LabelFields label;
  for (const std::string& key : parsed.keys) {
    label.fields.push_back(field_of(key, parsed.json[key]));
  }
  return label;
}

// One known key of broken JSON: where its name begins, and where its value does.
struct KeyPlace {
  std::string_view key;
  std::size_t start = 0;
  std::size_t value = 0;
};

std::vector<KeyPlace> known_keys_in(std::string_view text) {
  std::vector<KeyPlace> places;
  for (const std::string_view key : annex_e_keys) {
    const std::string quoted = '"' + std::string(key) + '"';
    const std::size_t start = text.find(quoted);
    if (start == std::string_view::npos) continue;
    const std::size_t colon = text.find_first_not_of(blanks, start + quoted.size());
    if (colon == std::string_view::npos || text[colon] != ':') continue;
    places.push_back({key, start, colon + 1});
  }
  std::sort(places.begin(), places.end(),
            [](const KeyPlace& a, const KeyPlace& b) { return a.start < b.start; });
  return places;
}

LabelFields::Field broken_field(std::string_view key, std::string_view value, bool is_last) {
  value = trimmed(value);
  if (is_last) {
    while (value.ends_with('}')) value = trimmed(value.substr(0, value.size() - 1));
  } else if (value.ends_with(',')) {
    value = trimmed(value.substr(0, value.size() - 1));
  }
  const bool is_text = value.starts_with('"');
  if (is_text) value.remove_prefix(1);
  if (is_text && value.ends_with('"')) value.remove_suffix(1);
  return {std::string(key), std::string(value), is_text};
}

// By the keys of annex E alone. Two of them at least: fewer is no label.
std::optional<LabelFields> read_broken(std::string_view text) {
  constexpr std::size_t keys_min = 2;
  const std::vector<KeyPlace> places = known_keys_in(text);
  if (places.size() < keys_min) return std::nullopt;
  LabelFields label;
  label.is_valid_json = false;
  for (std::size_t index = 0; index < places.size(); ++index) {
    const bool is_last = index + 1 == places.size();
    const std::size_t end = is_last ? text.size() : places[index + 1].start;
    label.fields.push_back(broken_field(
        places[index].key, text.substr(places[index].value, end - places[index].value), is_last));
  }
  return label;
}

// {\"Label\":\"1\"}: the JSON of a text, without the text around it.
std::string with_quotes_unescaped(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\\' && at + 1 < text.size() && text[at + 1] == '"') continue;
    plain += text[at];
  }
  return plain;
}

// The object that is the only value of an object, as written.
std::optional<std::string_view> object_inside(std::string_view json) {
  const std::size_t start = json.find('{', 1);
  const std::size_t end = json.rfind('}', json.size() - 2);
  if (start == std::string_view::npos || end == std::string_view::npos || end < start) {
    return std::nullopt;
  }
  return json.substr(start, end - start + 1);
}

std::optional<LabelFields> read_object(std::string_view text) {
  if (std::optional<Parsed> parsed = parse_object(text)) return fields_of(*parsed);
  if (text.starts_with("{\\\"")) {
    if (std::optional<Parsed> parsed = parse_object(with_quotes_unescaped(text))) {
      LabelFields label = fields_of(*parsed);
      label.is_valid_json = false;
      return label;
    }
  }
  return read_broken(text);
}

}  // namespace

const LabelFields::Field* LabelFields::find(std::string_view key) const {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [key](const Field& field) { return field.key == key; });
  return found == fields.end() ? nullptr : &*found;
}

std::string as_utf8(std::string_view text) {
  const std::string quoted =
      Json(std::string(text)).dump(-1, ' ', false, Json::error_handler_t::replace);
  return Json::parse(quoted, nullptr, false).get<std::string>();
}

std::optional<LabelFields> read_label_fields(std::string_view text) {
  text = trimmed(text);
  if (!text.starts_with('{') || text.size() > label_bytes_max || nests_too_deep(text)) {
    return std::nullopt;
  }
  const std::string utf8 = as_utf8(text);
  std::optional<LabelFields> label = read_object(utf8);
  if (!label) return std::nullopt;
  const bool is_escaped = has_foreign_escape(utf8);
  if (const LabelFields::Field* inner = label->find("AIGC"); inner != nullptr) {
    const bool was_valid = label->is_valid_json;
    const bool is_alone = label->fields.size() == 1 && !inner->is_text;
    // As it is written, since a parsed object forgets repeated keys.
    const std::string value =
        is_alone ? std::string(object_inside(utf8).value_or(inner->value)) : inner->value;
    if (nests_too_deep(value)) return std::nullopt;
    label = read_object(value);
    if (!label) return std::nullopt;
    label->was_wrapped = true;
    label->is_valid_json = label->is_valid_json && was_valid;
  }
  label->has_foreign_escape = is_escaped;
  return label;
}

}  // namespace pixiu::provenance::gb45438
