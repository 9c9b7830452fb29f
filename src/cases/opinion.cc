#include "cases/opinion.h"

#include <algorithm>

namespace pixiu::cases {
namespace {

bool has(std::span<const Remedy> remedies, Remedy remedy) {
  return std::find(remedies.begin(), remedies.end(), remedy) != remedies.end();
}

std::set<Remedy> as_set(const std::vector<Remedy>& remedies) {
  return {remedies.begin(), remedies.end()};
}

}  // namespace

bool agree(const DecisionMade& a, const DecisionMade& b) {
  return a.verdict == b.verdict && a.amount == b.amount && as_set(a.remedies) == as_set(b.remedies);
}

bool is_negative(const DecisionMade& decision) {
  return decision.verdict != Verdict::approve;
}

bool is_refund_only(std::span<const Remedy> remedies) {
  const bool is_money_paid = has(remedies, Remedy::refund) || has(remedies, Remedy::compensation);
  return is_money_paid && !has(remedies, Remedy::goods_return);
}

bool is_within_claim(const Claim& claim, std::span<const Remedy> remedies, Money amount) {
  std::set<Remedy> once(remedies.begin(), remedies.end());
  if (once.empty() || once.size() != remedies.size()) return false;
  const bool is_refund = once.contains(Remedy::refund);
  const bool is_compensation = once.contains(Remedy::compensation);
  if (is_refund && is_compensation) return false;
  if (is_refund || is_compensation) return amount > Money() && amount <= claim.filed.amount;
  return amount == Money();
}

bool is_whole(const Claim& claim, const DecisionMade& decision) {
  switch (decision.verdict) {
    case Verdict::refuse: return decision.remedies.empty() && decision.amount == Money();
    case Verdict::approve: {
      const DecisionMade all = all_that_is_claimed(claim.filed);
      return decision.remedies.size() == all.remedies.size() && agree(decision, all);
    }
    case Verdict::partial: {
      DecisionMade all = all_that_is_claimed(claim.filed);
      all.verdict = Verdict::partial;
      return is_within_claim(claim, decision.remedies, decision.amount) && !agree(decision, all);
    }
  }
  return false;
}

bool needs_second_review(const Claim& claim, UserId reviewer, const DecisionMade& decision) {
  if (claim.asks_second_review) return true;
  const auto record = claim.reviews.find(reviewer);
  if (record != claim.reviews.end() && record->second.first_view) {
    const Leaning leaning = *record->second.first_view;
    if (leaning == Leaning::for_buyer && decision.verdict == Verdict::refuse) return true;
    if (leaning == Leaning::for_merchant && decision.verdict == Verdict::approve) return true;
  }
  const Band band = claim.band();
  return (band == Band::contradicted && decision.verdict == Verdict::approve) ||
         (band == Band::clear && decision.verdict == Verdict::refuse);
}

bool silence_grants(const Claim& claim) {
  const Terms& terms = claim.filed.terms;
  if (terms.silence_rule.empty() || !claim.window || claim.contradicted_by != 0) return false;
  for (const std::size_t party : {0u, 1u}) {
    if (!claim.window->told[party]) return false;
    if (claim.window->told_silence_rule[party] != terms.silence_rule) return false;
  }
  const DecisionMade all = all_that_is_claimed(claim.filed);
  return !claim.asks_second_review &&
         (!is_refund_only(all.remedies) || claim.filed.amount <= terms.refund_only_unreviewed_max);
}

}  // namespace pixiu::cases
