#pragma once

#include <string>
#include <string_view>

namespace pixiu::policy {

// The catalogue of facts, the effects, the checklist and the default rules, printed from the tables
// that the program itself uses. Markdown.
std::string catalogue_markdown();

// A page with what stands between its lines "<!-- catalogue: ... -->" and "<!-- /catalogue -->"
// replaced by that; unchanged when it has no such lines.
std::string with_catalogue(std::string_view page);

}  // namespace pixiu::policy
