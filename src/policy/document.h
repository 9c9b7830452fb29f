#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace pixiu::policy {

// The catalogue of facts, the effects, the checklist and the default rules, printed from the tables
// that the program itself uses. Markdown.
std::string catalogue_markdown();

// The same for an editor of rules: {"fields": [{"name", "type", "values", "label", "operators":
// [{"name", "label"}]}], "effects": [...], "items": [...]}, labels in both languages. The fields
// are those of react-querybuilder.
nlohmann::json catalogue_json();

// A page with what stands between its lines "<!-- catalogue: ... -->" and "<!-- /catalogue -->"
// replaced by that; unchanged when it has no such lines.
std::string with_catalogue(std::string_view page);

}  // namespace pixiu::policy
