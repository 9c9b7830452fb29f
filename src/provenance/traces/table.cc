#include "provenance/traces/table.h"

#include "base/check.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <span>
#include <utility>

// toml++ 3.3 asserts that a key begins where its next lines report that none does.
#define TOML_ASSERT(expr) static_assert(true)
#include <toml++/toml.h>

namespace pixiu::embedded {
extern const std::span<const std::string_view* const> trace_tables;
}  // namespace pixiu::embedded

namespace pixiu::provenance {
namespace {

constexpr std::size_t file_bytes_max = 1u << 20;

// Reads rows; the first fault stays.
class Reader {
 public:
  Result<std::vector<Trace>> read(const toml::table& root) {
    only(root, {"trace"});
    std::vector<Trace> traces;
    for (const toml::table* row : tables(root, "trace", true)) traces.push_back(trace(*row));
    if (traces.size() > traces_max) fail(root, "too many rows");
    if (fault_) return *fault_;
    return traces;
  }

 private:
  void fail(const toml::node& where, const std::string& why) {
    if (fault_) return;
    const auto line = std::to_string(where.source().begin.line);
    fault_ = Error{ErrorCode::invalid_input, "trace table line " + line + ": " + why};
  }

  void only(const toml::table& table, std::initializer_list<std::string_view> known) {
    for (const auto& [key, node] : table) {
      if (std::find(known.begin(), known.end(), key.str()) == known.end()) {
        fail(node, "unknown key \"" + std::string(key.str()) + "\"");
      }
    }
  }

  std::optional<std::string> text(const toml::table& table, std::string_view key,
                                  bool is_required = false) {
    const toml::node* node = table.get(key);
    const auto value = node == nullptr ? std::nullopt : node->value<std::string>();
    if (node != nullptr && !value) fail(*node, "\"" + std::string(key) + "\" must be a text");
    if (is_required && value.value_or("").empty()) {
      fail(table, "\"" + std::string(key) + "\" is missing");
    }
    return value;
  }

  std::vector<std::string> texts(const toml::table& table, std::string_view key) {
    std::vector<std::string> found;
    const toml::node* node = table.get(key);
    if (node == nullptr) return found;
    const toml::array* array = node->as_array();
    if (array == nullptr || array->empty()) {
      fail(*node, "\"" + std::string(key) + "\" must be a list of texts");
      return found;
    }
    for (const toml::node& item : *array) {
      const auto value = item.value<std::string>();
      if (!value) fail(item, "not a text");
      found.push_back(value.value_or(""));
    }
    return found;
  }

  std::vector<const toml::table*> tables(const toml::table& table, std::string_view key,
                                         bool is_required) {
    std::vector<const toml::table*> found;
    const toml::node* node = table.get(key);
    if (node == nullptr) {
      if (is_required) fail(table, "\"" + std::string(key) + "\" is missing");
      return found;
    }
    return tables_of(*node);
  }

  std::vector<const toml::table*> tables_of(const toml::node& node) {
    std::vector<const toml::table*> found;
    const toml::array* array = node.as_array();
    if (array == nullptr || array->empty()) {
      fail(node, "must be a list of tables");
      return found;
    }
    for (const toml::node& item : *array) {
      if (item.is_table()) {
        found.push_back(item.as_table());
      } else {
        fail(item, "must be a table");
      }
    }
    return found;
  }

  template <class Value>
  Value word(const toml::table& table, std::string_view key,
             std::initializer_list<std::pair<std::string_view, Value>> words) {
    const std::string given = text(table, key, true).value_or("");
    for (const auto& [name, value] : words) {
      if (name == given) return value;
    }
    fail(table, "\"" + std::string(key) + "\" is none of its words: " + given);
    return words.begin()->second;
  }

  Carrier carrier(const toml::table& table) {
    return word<Carrier>(table, "in",
                         {{"xmp", Carrier::xmp},
                          {"exif", Carrier::exif},
                          {"iptc", Carrier::iptc},
                          {"png_text", Carrier::png_text},
                          {"segment", Carrier::segment},
                          {"comment", Carrier::comment},
                          {"trailer", Carrier::trailer},
                          {"alpha_bits", Carrier::alpha_bits},
                          {"mp4_tag", Carrier::mp4_tag}});
  }

  Condition condition(const toml::table& table) {
    only(table, {"in", "namespace", "name", "one_of", "starts_with", "contains", "behind", "form",
                 "keys", "json_has", "json_member_has", "json_at", "json_one_of"});
    Condition made;
    made.carrier = carrier(table);
    made.namespace_uri = text(table, "namespace");
    made.name = text(table, "name");
    made.one_of = texts(table, "one_of");
    made.starts_with = text(table, "starts_with");
    made.contains = text(table, "contains");
    made.behind = text(table, "behind");
    if (table.contains("form")) {
      made.form = word<TextForm>(table, "form",
                                 {{"uuid", TextForm::uuid},
                                  {"base64", TextForm::base64},
                                  {"settings", TextForm::settings},
                                  {"news_code", TextForm::news_code}});
    }
    made.keys = texts(table, "keys");
    made.json_has = texts(table, "json_has");
    made.json_member_has = text(table, "json_member_has");
    made.json_at = text(table, "json_at");
    made.json_one_of = texts(table, "json_one_of");
    check(table, made);
    return made;
  }

  void check(const toml::table& table, const Condition& made) {
    if (made.carrier == Carrier::xmp && !made.namespace_uri) fail(table, "XMP needs a namespace");
    if (made.carrier != Carrier::comment && made.carrier != Carrier::segment && !made.name) {
      fail(table, "\"name\" is missing");
    }
    if ((made.form == TextForm::settings) == made.keys.empty()) fail(table, "keys without form");
    if (made.form == TextForm::news_code && made.one_of.empty()) fail(table, "one_of is missing");
    std::vector<std::string> pointers = made.json_has;
    if (made.json_at) pointers.push_back(*made.json_at);
    for (const std::string& pointer : pointers) {
      const bool is_plain = pointer.starts_with("/") && pointer.find('~') == std::string::npos;
      if (!is_plain) fail(table, "not a JSON pointer: " + pointer);
    }
  }

  TraceExample example(const toml::table& table) {
    only(table, {"fields"});
    TraceExample made;
    for (const toml::table* field : tables(table, "fields", true)) {
      only(*field, {"in", "namespace", "name", "value"});
      made.fields.push_back({carrier(*field), text(*field, "namespace").value_or(""),
                             text(*field, "name").value_or(""), text(*field, "value").value_or(""),
                             ""});
    }
    return made;
  }

  Trace trace(const toml::table& table) {
    only(table,
         {"id", "vendor", "vendor_zh", "means", "source", "any_of", "example", "counter_example"});
    Trace made;
    made.id = text(table, "id", true).value_or("");
    made.vendor = text(table, "vendor", true).value_or("");
    made.vendor_zh = text(table, "vendor_zh").value_or(made.vendor);
    made.source = text(table, "source", true).value_or("");
    made.meaning = word<TraceMeaning>(table, "means",
                                      {{"generated", TraceMeaning::generated},
                                       {"composite", TraceMeaning::composite},
                                       {"edited", TraceMeaning::edited},
                                       {"processing_history", TraceMeaning::processing_history},
                                       {"captured", TraceMeaning::captured}});
    const toml::array* lists = table["any_of"].as_array();
    if (lists == nullptr || lists->empty()) {
      fail(table, "\"any_of\" is missing");
      return made;
    }
    for (const toml::node& list : *lists) {
      std::vector<Condition> all;
      for (const toml::table* one : tables_of(list)) all.push_back(condition(*one));
      made.any_of.push_back(std::move(all));
    }
    for (const toml::table* one : tables(table, "example", true)) {
      made.examples.push_back(example(*one));
    }
    for (const toml::table* one : tables(table, "counter_example", false)) {
      made.counter_examples.push_back(example(*one));
    }
    return made;
  }

  std::optional<Error> fault_;
};

}  // namespace

std::string_view trace_meaning_name(TraceMeaning meaning) {
  switch (meaning) {
    case TraceMeaning::generated: return "generated";
    case TraceMeaning::composite: return "composite";
    case TraceMeaning::edited: return "edited";
    case TraceMeaning::processing_history: return "processing_history";
    case TraceMeaning::captured: return "captured";
  }
  PIXIU_CHECK(false);
}

Result<std::vector<Trace>> parse_traces(std::string_view toml_text) {
  if (toml_text.size() > file_bytes_max) {
    return Error{ErrorCode::limit_exceeded, "trace table over 1 MiB"};
  }
  try {
    return Reader().read(toml::parse(toml_text));
  } catch (const toml::parse_error& error) {
    return Error{ErrorCode::invalid_input, "trace table line " +
                                               std::to_string(error.source().begin.line) + ": " +
                                               std::string(error.description())};
  }
}

const std::vector<Trace>& built_in_traces() {
  static const std::vector<Trace> traces = [] {
    std::vector<Trace> all;
    for (const std::string_view* text : embedded::trace_tables) {
      Result<std::vector<Trace>> rows = parse_traces(*text);
      PIXIU_CHECK(rows.has_value());
      all.insert(all.end(), rows->begin(), rows->end());
    }
    return all;
  }();
  return traces;
}

}  // namespace pixiu::provenance
