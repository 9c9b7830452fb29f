#include "provenance/c2pa/assertions.h"

#include "base/limits.h"
#include "provenance/c2pa/hard_binding.h"
#include "provenance/c2pa/limits.h"

#include <nlohmann/json.hpp>

namespace pixiu::provenance::c2pa {
namespace {

std::string text(const CborValue& map, std::string_view key) {
  return std::string(map.text_at(key).value_or(""));
}

// A date is a text, with or without CBOR's tag for dates.
std::string date(const CborValue& map, std::string_view key) {
  const CborValue* value = map.find(key);
  if (value != nullptr && value->type == CborType::tag) value = &value->items[0];
  return value == nullptr ? std::string() : std::string(value->as_text().value_or(""));
}

void add_ingredients(const CborValue& map, std::vector<std::string>& urls) {
  if (const auto one = map.find("ingredient"); one != nullptr && one->is_map()) {
    urls.push_back(text(*one, "url"));
  }
  const CborValue* several = map.find("ingredients");
  if (several == nullptr || !several->is_array()) return;
  for (const CborValue& one : several->items) {
    if (urls.size() >= limits::c2pa_actions_max) return;
    urls.push_back(text(one, "url"));
  }
}

Action read_action(const CborValue& map) {
  Action action{.name = text(map, "action"),
                .source_type = text(map, "digitalSourceType"),
                .software = software_name(map.find("softwareAgent")),
                .when = date(map, "when"),
                .redacted_url = {},
                .ingredient_urls = {}};
  if (const CborValue* parameters = map.find("parameters")) {
    if (action.source_type.empty()) action.source_type = text(*parameters, "digitalSourceType");
    action.redacted_url = text(*parameters, "redacted");
    add_ingredients(*parameters, action.ingredient_urls);
  }
  return action;
}

void add_codes(const CborValue* list, std::vector<std::string>& codes) {
  if (list == nullptr || !list->is_array()) return;
  for (const CborValue& one : list->items) {
    if (codes.size() >= limits::c2pa_recorded_failures_max) return;
    if (const auto code = one.text_at("code")) codes.emplace_back(*code);
  }
}

// Version 1 and 2: validationStatus; version 3: validationResults, with the ingredient's own
// ingredients as deltas.
std::vector<std::string> recorded_failures_of(const CborValue& map) {
  std::vector<std::string> codes;
  add_codes(map.find("validationStatus"), codes);
  const CborValue* results = map.find("validationResults");
  if (results == nullptr) return codes;
  if (const CborValue* active = results->find("activeManifest")) {
    add_codes(active->find("failure"), codes);
  }
  const CborValue* deltas = results->find("ingredientDeltas");
  if (deltas == nullptr || !deltas->is_array()) return codes;
  for (const CborValue& delta : deltas->items) {
    const CborValue* changes = delta.find("validationDeltas");
    if (changes != nullptr) add_codes(changes->find("failure"), codes);
  }
  return codes;
}

}  // namespace

std::string_view assertion_name(std::string_view label) {
  return label.substr(0, label.find("__"));
}

bool is_actions(std::string_view label) {
  const std::string_view name = assertion_name(label);
  return name == "c2pa.actions" || name == "c2pa.actions.v2";
}

bool is_ingredient(std::string_view label) {
  const std::string_view name = assertion_name(label);
  return name == "c2pa.ingredient" || name == "c2pa.ingredient.v2" || name == "c2pa.ingredient.v3";
}

std::optional<CborDocument> assertion_cbor(const JumbfBox& box, std::string_view uri,
                                           StatusList& results) {
  const JumbfBox* content = box.child_of_type("cbor");
  if (content == nullptr) {
    results.add(status::assertion_cbor_invalid, uri, "the assertion holds no CBOR");
    return std::nullopt;
  }
  Result<CborDocument> document = parse_cbor(content->content);
  if (!document) {
    results.add(status::assertion_cbor_invalid, uri, document.error().message);
    return std::nullopt;
  }
  return std::move(*document);
}

void check_json(const JumbfBox& box, std::string_view uri, StatusList& results) {
  if (box.kind != jumbf_type::json) return;
  const JumbfBox* content = box.child_of_type("json");
  const bool is_json = content != nullptr &&
                       content->content.size() <= limits::metadata_bytes_max &&
                       nlohmann::json::accept(text_of(content->content));
  if (!is_json) results.add(status::assertion_json_invalid, uri);
}

std::optional<Ingredient> read_ingredient(const JumbfBox& box, std::string_view uri,
                                          StatusList& results) {
  const auto document = assertion_cbor(box, uri, results);
  if (!document) return std::nullopt;
  const CborValue& map = document->root();
  const std::string_view name = assertion_name(box.label);
  const int version = name.ends_with(".v3") ? 3 : name.ends_with(".v2") ? 2 : 1;
  const std::string_view manifest_key = version == 3 ? "activeManifest" : "c2pa_manifest";
  Ingredient ingredient{.label = box.label,
                        .uri = std::string(uri),
                        .version = version,
                        .title = text(map, "dc:title"),
                        .format = text(map, "dc:format"),
                        .relationship = text(map, "relationship"),
                        .manifest = read_hashed_uri(map.find(manifest_key)),
                        .signature = read_hashed_uri(map.find("claimSignature")),
                        .recorded_failures = recorded_failures_of(map)};
  const CborValue* stated = map.find(manifest_key);
  const bool is_manifest_odd = stated != nullptr && !stated->is_null() && !ingredient.manifest;
  const bool is_relationship_known = ingredient.relationship == "parentOf" ||
                                     ingredient.relationship == "componentOf" ||
                                     ingredient.relationship == "inputTo";
  if (is_manifest_odd || !is_relationship_known) {
    results.add(
        status::ingredient_malformed, uri,
        is_manifest_odd ? "its manifest reference makes no sense" : "no known relationship");
  }
  return ingredient;
}

std::vector<Action> read_actions(const JumbfBox& box, std::string_view uri, StatusList& results) {
  const auto document = assertion_cbor(box, uri, results);
  if (!document) return {};
  const CborValue* list = document->root().find("actions");
  if (list == nullptr || !list->is_array() || list->items.empty() ||
      list->items.size() > limits::c2pa_actions_max) {
    results.add(status::action_malformed, uri, "there is no list of actions");
    return {};
  }
  std::vector<Action> actions;
  for (const CborValue& item : list->items) {
    Action action = read_action(item);
    if (action.name.empty()) results.add(status::action_malformed, uri, "an action has no name");
    actions.push_back(std::move(action));
  }
  return actions;
}

void check_cloud_data(const JumbfBox& box, std::string_view uri, StatusList& results) {
  const auto document = assertion_cbor(box, uri, results);
  if (!document) return;
  const std::string label = text(document->root(), "label");
  if (label.empty() || document->root().find("location") == nullptr) {
    results.add(status::cloud_malformed, uri, "label or location are missing");
  }
  if (is_hard_binding(label)) results.add(status::cloud_hard_binding, uri);
  if (is_actions(label)) results.add(status::cloud_actions, uri);
}

}  // namespace pixiu::provenance::c2pa
