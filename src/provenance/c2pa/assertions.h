#pragma once

#include "provenance/c2pa/claim.h"
#include "provenance/c2pa/jumbf.h"
#include "provenance/c2pa/report.h"
#include "provenance/c2pa/status.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pixiu::provenance::c2pa {

// "c2pa.actions.v2" for "c2pa.actions.v2__1".
std::string_view assertion_name(std::string_view label);

bool is_actions(std::string_view label);     // c2pa.actions, any version
bool is_ingredient(std::string_view label);  // c2pa.ingredient, any version

// What an ingredient assertion states (C2PA 2.1, 18.15). Texts as written.
struct Ingredient {
  std::string label;
  std::string uri;  // absolute
  int version = 1;
  std::string title;
  std::string format;
  std::string relationship;
  std::optional<HashedUri> manifest;           // c2pa_manifest, or activeManifest of version 3
  std::optional<HashedUri> signature;          // claimSignature, version 3
  std::vector<std::string> recorded_failures;  // codes known when the ingredient was taken in
};

// One action (C2PA 2.1, 18.14). Texts as written.
struct Action {
  std::string name;
  std::string source_type;
  std::string software;
  std::string when;
  std::string redacted_url;  // of c2pa.redacted
  std::vector<std::string> ingredient_urls;
};

// The parsed CBOR of an assertion's box; adds assertion.cbor.invalid when it is none.
std::optional<CborDocument> assertion_cbor(const JumbfBox& box, std::string_view uri,
                                           StatusList& results);

// Adds assertion.json.invalid unless the box, when it is of the JSON kind, holds JSON.
void check_json(const JumbfBox& box, std::string_view uri, StatusList& results);

// Empty, with assertion.ingredient.malformed added, when the required fields are missing.
std::optional<Ingredient> read_ingredient(const JumbfBox& box, std::string_view uri,
                                          StatusList& results);

// The actions of one assertion, at most limits::c2pa_actions_max; adds assertion.action.malformed.
std::vector<Action> read_actions(const JumbfBox& box, std::string_view uri, StatusList& results);

// Adds what is wrong with a reference to data kept elsewhere (c2pa.cloud-data).
void check_cloud_data(const JumbfBox& box, std::string_view uri, StatusList& results);

}  // namespace pixiu::provenance::c2pa
