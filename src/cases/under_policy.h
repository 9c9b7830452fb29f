#pragma once

#include "cases/claim.h"
#include "policy/ruleset.h"

#include <string>

// Between a claim and the rules: what the rules may know of it, and what they set and ask for.
namespace pixiu::cases {

// What the claim itself tells: kind, amount, category, band, exhibits contradicted, the merchant's
// answer. The caller adds what it knows of the two sides, the goods and the evidence.
policy::Facts facts_of(const Claim& claim);

// A tenant's terms as the rules have it for one claim, for the moment it is filed: times that a
// rule sets, the lower of the two limits, the rule by which silence grants. The rules' own name is
// kept. Errors: invalid_input when the result passes a floor (check_terms).
Result<Terms> terms_under(const policy::Evaluation& evaluation, const Terms& tenants);

// The event that records an evaluation. `facts_sha256` is that of the stored snapshot.
PolicyEvaluated policy_event(const policy::Evaluation& evaluation, std::string facts_sha256);

}  // namespace pixiu::cases
