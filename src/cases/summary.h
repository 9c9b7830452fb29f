#pragma once

#include "cases/claim.h"

namespace pixiu::cases {

// What lists and queues show of a claim: kept beside its events by a store, made anew from them by
// summary_of. Nothing of the engine is in it, so that the order of a queue tells no band.
struct ClaimSummary {
  TenantId tenant = no_id<TenantId>();
  ClaimId claim = no_id<ClaimId>();
  std::uint64_t version = 0;
  State state = State::filed;
  ClaimKind kind = ClaimKind::refund_only;
  UserId buyer = no_id<UserId>();
  MerchantId merchant = no_id<MerchantId>();
  Money amount;
  Timestamp filed_at;
  // The end of the open window; a hint for finding claims whose time is over. What counts is due().
  std::optional<Timestamp> due_at;
  bool is_overdue = false;
  std::optional<UserId> holder;

  friend bool operator==(const ClaimSummary&, const ClaimSummary&) = default;
};

// `filed_at` is the time of the claim's first event.
ClaimSummary summary_of(const Claim& claim, const Calendar& calendar);

}  // namespace pixiu::cases
