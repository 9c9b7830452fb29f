#include "cases/summary.h"

namespace pixiu::cases {

ClaimSummary summary_of(const Claim& claim, const Calendar& calendar) {
  ClaimSummary summary;
  summary.tenant = claim.tenant;
  summary.claim = claim.id;
  summary.version = claim.version;
  summary.state = claim.state;
  summary.kind = claim.filed.claim_kind;
  summary.buyer = claim.filed.buyer;
  summary.merchant = claim.filed.merchant;
  summary.amount = claim.filed.amount;
  summary.filed_at = claim.filed_at;
  if (const auto end = due(claim, calendar)) summary.due_at = end->at;
  summary.is_overdue = claim.is_overdue;
  summary.holder = claim.holder;
  return summary;
}

}  // namespace pixiu::cases
