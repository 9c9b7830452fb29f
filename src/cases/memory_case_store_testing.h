#pragma once

#include "base/check.h"
#include "cases/case_store.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <tuple>

// Claims in memory, for tests. Included by tests and benchmarks only.
namespace pixiu::cases::testing {

class MemoryTransaction final : public Transaction {};

// Fails on the n-th call that is told it, as a database may.
class MemoryCaseStore final : public CaseStore, public Transactions {
 public:
  // The call of that number from now on fails, once: 1 is the next.
  void fail_at_call(int number) { calls_until_failure_ = number; }

  Status run(const Step& step) override {
    const std::lock_guard lock(mutex_);
    if (fails()) return unavailable();
    const auto before = claims_;
    MemoryTransaction transaction;
    Status status = step(transaction);
    if (!status) claims_ = before;
    return status;
  }

  // Called inside run().
  Status append(Transaction& transaction, const ClaimEvent& event,
                const ClaimSummary& summary) override {
    PIXIU_CHECK(dynamic_cast<MemoryTransaction*>(&transaction) != nullptr);
    PIXIU_CHECK(summary.version == event.sequence && event.sequence > 0);
    if (fails()) return unavailable();
    for (const auto& [id, stored] : claims_) {
      for (const ClaimEvent& other : stored.events) {
        if (other.id != event.id) continue;
        if (other == event) return {};
        return Error{ErrorCode::conflict, "this event's id is stored with another content"};
      }
    }
    Stored& stored = claims_[event.claim];
    const bool is_next = stored.events.size() + 1 == event.sequence;
    if (!is_next || (event.sequence > 1 && stored.summary.tenant != event.tenant)) {
      return Error{ErrorCode::conflict, "the claim has moved on"};
    }
    stored.events.push_back(event);
    stored.summary = summary;
    return {};
  }

  Result<std::vector<ClaimEvent>> events(const TenantId& tenant,
                                         const ClaimId& claim) const override {
    const std::lock_guard lock(mutex_);
    const Result<const Stored*> stored = find(tenant, claim);
    if (!stored) return stored.error();
    return (*stored)->events;
  }

  Result<ClaimSummary> summary(const TenantId& tenant, const ClaimId& claim) const override {
    const std::lock_guard lock(mutex_);
    const Result<const Stored*> stored = find(tenant, claim);
    if (!stored) return stored.error();
    return (*stored)->summary;
  }

  Result<std::vector<ClaimSummary>> queue(const TenantId& tenant,
                                          const QueueQuery& query) const override {
    PIXIU_CHECK(query.count_max >= 1 && query.count_max <= 500);
    return select(query.count_max, [&](const ClaimSummary& one) {
      const bool is_state = query.states.empty() ||
                            std::count(query.states.begin(), query.states.end(), one.state) > 0;
      return one.tenant == tenant && is_state && (!query.holder || one.holder == query.holder) &&
             (!query.buyer || one.buyer == *query.buyer) &&
             (!query.merchant || one.merchant == *query.merchant) &&
             !(query.is_unheld_only && one.holder) &&
             (!query.after || place(*query.after) < place(one));
    });
  }

  Result<std::vector<ClaimSummary>> due(Timestamp until, std::size_t count_max) const override {
    PIXIU_CHECK(count_max >= 1 && count_max <= 10'000);
    return select(count_max,
                  [&](const ClaimSummary& one) { return one.due_at && *one.due_at <= until; });
  }

 private:
  struct Stored {
    std::vector<ClaimEvent> events;
    ClaimSummary summary;
  };

  static std::tuple<bool, Timestamp, ClaimId> place(const ClaimSummary& one) {
    return {!one.due_at, one.due_at.value_or(Timestamp()), one.claim};
  }
  static Error unavailable() { return {ErrorCode::unavailable, "the database is away"}; }
  bool fails() const { return calls_until_failure_ > 0 && --calls_until_failure_ == 0; }

  Result<const Stored*> find(const TenantId& tenant, const ClaimId& claim) const {
    if (fails()) return unavailable();
    const auto found = claims_.find(claim);
    if (found == claims_.end() || found->second.summary.tenant != tenant) {
      return Error{ErrorCode::not_found, "there is no such claim"};
    }
    return &found->second;
  }

  template <class Condition>
  Result<std::vector<ClaimSummary>> select(std::size_t count_max, Condition condition) const {
    const std::lock_guard lock(mutex_);
    if (fails()) return unavailable();
    std::vector<ClaimSummary> found;
    for (const auto& [id, stored] : claims_) {
      if (condition(stored.summary)) found.push_back(stored.summary);
    }
    std::sort(found.begin(), found.end(),
              [](const ClaimSummary& a, const ClaimSummary& b) { return place(a) < place(b); });
    if (found.size() > count_max) found.resize(count_max, ClaimSummary());
    return found;
  }

  mutable std::mutex mutex_;
  mutable int calls_until_failure_ = 0;
  std::map<ClaimId, Stored> claims_;
};

}  // namespace pixiu::cases::testing
