#include "cases/under_policy.h"

#include <algorithm>

namespace pixiu::cases {

policy::Facts facts_of(const Claim& claim) {
  policy::Facts facts;
  facts.set("claim_kind", std::string(name_of(claim.filed.claim_kind)));
  facts.set("amount", claim.filed.amount);
  const policy::FactKind* category = policy::find_fact_kind("category");
  if (policy::fits(*category, claim.filed.category)) facts.set("category", claim.filed.category);
  facts.set("band", std::string(name_of(claim.band())));
  const auto contradicted =
      std::count_if(claim.bands.begin(), claim.bands.end(),
                    [](const auto& b) { return b.second == Band::contradicted; });
  facts.set("exhibits_contradicted", static_cast<std::int64_t>(contradicted));
  std::string answer = "none";
  if (claim.merchant_accepts) answer = *claim.merchant_accepts ? "accepts" : "contests";
  facts.set("merchant_answer", answer);
  return facts;
}

Result<Terms> terms_under(const policy::Evaluation& evaluation, const Terms& tenants) {
  Terms terms = tenants;
  const policy::Outcome& outcome = evaluation.outcome;
  terms.ruleset = evaluation.ruleset;
  struct Time {
    const std::optional<std::string>& set;
    Period& period;
  };
  for (const Time& time : {Time{outcome.party_window, terms.party_window},
                           Time{outcome.extra_time, terms.extra_time}}) {
    if (!time.set) continue;
    const Result<Period> period = parse_period(*time.set);
    if (!period) return period.error();
    time.period = *period;
  }
  if (outcome.refund_only_max) {
    terms.refund_only_unreviewed_max =
        std::min(terms.refund_only_unreviewed_max, *outcome.refund_only_max);
  }
  terms.silence_rule = outcome.silence_rule.value_or("");
  const Status checked = check_terms(terms);
  if (!checked) return checked.error();
  return terms;
}

PolicyEvaluated policy_event(const policy::Evaluation& evaluation, std::string facts_sha256) {
  PolicyEvaluated event;
  event.ruleset = evaluation.ruleset;
  event.facts_sha256 = std::move(facts_sha256);
  event.asks_second_review = evaluation.outcome.asks_second_review;
  for (const policy::RuleTrace& trace : evaluation.rules) {
    if (trace.truth == policy::Truth::yes && !trace.overruled_by) event.rules.push_back(trace.rule);
  }
  return event;
}

}  // namespace pixiu::cases
