#pragma once

#include <string>
#include <string_view>

namespace pixiu::cases {

// The state diagram (Mermaid, stateDiagram-v2) and the tables of rows, gates and reasons, printed
// from the transition table. Markdown.
std::string claim_states_markdown();

// A page with what stands between its lines "<!-- states: ... -->" and "<!-- /states -->" replaced
// by that; unchanged when it has no such lines.
std::string with_claim_states(std::string_view page);

}  // namespace pixiu::cases
