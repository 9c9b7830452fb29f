#pragma once

#include "base/transaction.h"
#include "cases/event.h"
#include "cases/summary.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace pixiu::cases {

// One page of a tenant's claims, ordered by due_at (claims without one last), then by id.
struct QueueQuery {
  std::vector<State> states;     // any of these; empty: all
  std::optional<UserId> holder;  // held by this reviewer
  std::optional<UserId> buyer;
  std::optional<MerchantId> merchant;
  bool is_unheld_only = false;
  // The page after this claim, as its summary was on the page before.
  std::optional<ClaimSummary> after;
  std::size_t count_max = 50;  // 1..500, checked
};

// Where claims are kept: their events and a summary of each. Thread-safe. Implementations run the
// contract of cases/case_store_contract_testing.h.
//
// Errors of every method, beside its own: unavailable (the database cannot be used now), corrupted
// (what is stored is no event, naming the id).
class CaseStore {
 public:
  virtual ~CaseStore() = default;

  // Appends one event and replaces the claim's summary, as a part of `transaction`; durable when
  // that is. `summary.version` is the event's sequence number (checked).
  // Idempotent: an event that is stored already, the same, is left as it is, with its summary.
  // Errors: conflict when the claim has another number of events than sequence - 1 (somebody was
  // faster: read again and decide again), when the id is stored with another content, or when the
  // claim belongs to another tenant; the step must fail.
  virtual Status append(Transaction& transaction, const ClaimEvent& event,
                        const ClaimSummary& summary) = 0;

  // All events of a claim by sequence number. Errors: not_found, also for another tenant's claim.
  virtual Result<std::vector<ClaimEvent>> events(const TenantId& tenant,
                                                 const ClaimId& claim) const = 0;

  // Errors: not_found, also for another tenant's claim.
  virtual Result<ClaimSummary> summary(const TenantId& tenant, const ClaimId& claim) const = 0;

  virtual Result<std::vector<ClaimSummary>> queue(const TenantId& tenant,
                                                  const QueueQuery& query) const = 0;

  // Claims of all tenants whose due_at is at or before `until`, by due_at and id: the first
  // `count_max` (1..10'000, checked).
  virtual Result<std::vector<ClaimSummary>> due(Timestamp until, std::size_t count_max) const = 0;
};

}  // namespace pixiu::cases
