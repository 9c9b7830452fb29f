#pragma once

#include "base/transaction.h"
#include "vault/event.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace pixiu::vault {

// An event as a store has it.
struct StoredEvent {
  Event event;                  // with a salt of zeros once that is destroyed
  bool has_salt = true;         // false: the salt was destroyed, the commitment proves nothing more
  crypto::Digest commitment{};  // noted when it was stored, so that the log can be checked
  std::uint64_t position = 0;   // grows in the order of storing, from 1, with gaps; of this store
  std::optional<std::uint64_t> index;  // of its leaf in the log; none until it is logged
};

// Where an event stands in the log.
struct EventIndex {
  EventId event;
  std::uint64_t index = 0;
};

// One page of a longer list: what follows `after_position`, `count_max` at most (1..1000, checked).
struct EventPage {
  std::uint64_t after_position = 0;
  std::size_t count_max = 200;
};

// Where events are kept. Thread-safe. Implementations run the contract of
// vault/event_store_contract_testing.h.
//
// Order of storing: an event whose transaction was durable before another's append began comes
// before it. Of two in flight at once either may be first; the order never changes afterwards.
//
// Errors of every method, beside its own: unavailable (the database cannot be used now),
// corrupted (what is stored is no event, naming the id).
class EventStore {
 public:
  virtual ~EventStore() = default;

  // Stores events, in their order, as a part of `transaction`; durable when that is.
  // Idempotent by id: an event whose id is stored already and is the same step (is_same_step) is
  // left as it is. Errors: conflict when an id is stored with another content; the step must fail.
  virtual Status append(Transaction& transaction, std::span<const Event> events) = 0;

  // Destroys the salts of all events of a stream, logged or not, for ever: overwritten, and gone
  // from the database's own files as far as it can. Idempotent. Returns how many were destroyed.
  virtual Result<std::size_t> destroy_salts(Transaction& transaction, const TenantId& tenant,
                                            const Stream& stream) = 0;

  // The first `count_max` (1..100'000, checked) events without an index, in the order of storing.
  // An event is here before the transaction that stored it returns to its caller. Its commitment
  // is there even when its salt is not.
  virtual Result<std::vector<StoredEvent>> unlogged(std::size_t count_max) const = 0;

  // Notes where events stand in the log: all or nothing, durable at return. Idempotent.
  // Errors: not_found (no such event), conflict (the event has another index, or the index another
  // event).
  virtual Status set_indices(std::span<const EventIndex> indices) = 0;

  // Forgets all indices, durable at return: every event is unlogged again. Only for the beginning
  // of a new log under a new origin, after a restore (docs/operations/backup.md).
  virtual Status forget_indices() = 0;

  // One more than the largest index noted; 0 when there is none.
  virtual Result<std::uint64_t> next_index() const = 0;

  // The events of these commitments, in that order; an empty optional where there is none.
  virtual Result<std::vector<std::optional<StoredEvent>>> by_commitment(
      std::span<const crypto::Digest> commitments) const = 0;

  // Errors: not_found, also for another tenant's event.
  virtual Result<StoredEvent> by_id(const TenantId& tenant, const EventId& event) const = 0;

  // The events of a stream in the order of storing.
  virtual Result<std::vector<StoredEvent>> by_stream(const TenantId& tenant, const Stream& stream,
                                                     const EventPage& page) const = 0;

  // All events of all tenants in the order of storing: for fsck.
  virtual Result<std::vector<StoredEvent>> all(const EventPage& page) const = 0;
};

}  // namespace pixiu::vault
