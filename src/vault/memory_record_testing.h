#pragma once

#include "base/check.h"
#include "vault/event_store.h"
#include "vault/exhibit_store.h"
#include "vault/faults_testing.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <string>
#include <tuple>
#include <utility>

// Events and exhibits in memory, with transactions. Included by tests only.
namespace pixiu::vault::testing {

class MemoryRecord final : public Transactions, public EventStore, public ExhibitStore {
 public:
  explicit MemoryRecord(Faults* faults = nullptr) : faults_(faults != nullptr ? faults : &none_) {}

  Status run(const Step& step) override {
    const std::lock_guard lock(mutex_);
    return faults_->run([&]() -> Status {
      Open open(this, state_);
      const Status done = step(open);
      if (done) state_ = std::move(open.state);
      return done;
    });
  }

  // EventStore -------------------------------------------------------------------------------
  Status append(Transaction& transaction, std::span<const Event> events) override {
    State& state = open(transaction);
    for (const Event& event : events) {
      const auto found = find(state, event.id);
      if (found != nullptr && !is_same_step(found->event, event)) {
        return Error{ErrorCode::conflict, "event " + event.id.text() + " is stored differently"};
      }
      if (found != nullptr) continue;
      state.events.push_back({.event = event,
                              .has_salt = true,
                              .commitment = commitment_of(event),
                              .position = state.events.size() + 1,
                              .index = {}});
    }
    return {};
  }

  Result<std::size_t> destroy_salts(Transaction& transaction, const TenantId& tenant,
                                    const Stream& stream) override {
    std::size_t count = 0;
    for (StoredEvent& stored : open(transaction).events) {
      if (stored.event.tenant != tenant || stored.event.stream != stream) continue;
      count += stored.has_salt ? 1 : 0;
      stored.has_salt = false;
      stored.event.salt = {};
    }
    return count;
  }

  Result<std::vector<StoredEvent>> unlogged(std::size_t count_max) const override {
    PIXIU_CHECK(count_max >= 1 && count_max <= 100'000);
    return select([&](const StoredEvent& stored) { return !stored.index; }, count_max);
  }

  Status set_indices(std::span<const EventIndex> indices) override {
    const std::lock_guard lock(mutex_);
    return faults_->run([&]() -> Status {
      State next = state_;
      for (const EventIndex& wanted : indices) {
        StoredEvent* stored = find(next, wanted.event);
        if (stored == nullptr) return Error{ErrorCode::not_found, "no such event"};
        const bool is_taken =
            std::any_of(next.events.begin(), next.events.end(), [&](const StoredEvent& other) {
              return other.index == wanted.index && other.event.id != wanted.event;
            });
        if (is_taken || (stored->index && *stored->index != wanted.index)) {
          return Error{ErrorCode::conflict, "the index or the event is taken"};
        }
        stored->index = wanted.index;
      }
      state_ = std::move(next);
      return {};
    });
  }

  Status forget_indices() override {
    const std::lock_guard lock(mutex_);
    return faults_->run([&]() -> Status {
      for (StoredEvent& stored : state_.events) stored.index.reset();
      return {};
    });
  }

  Result<std::uint64_t> next_index() const override {
    const std::lock_guard lock(mutex_);
    return faults_->run([&]() -> Result<std::uint64_t> {
      std::uint64_t next = 0;
      for (const StoredEvent& stored : state_.events) {
        if (stored.index) next = std::max(next, *stored.index + 1);
      }
      return next;
    });
  }

  Result<std::vector<std::optional<StoredEvent>>> by_commitment(
      std::span<const crypto::Digest> commitments) const override {
    const std::lock_guard lock(mutex_);
    return faults_->run([&]() -> Result<std::vector<std::optional<StoredEvent>>> {
      std::vector<std::optional<StoredEvent>> found;
      for (const crypto::Digest& commitment : commitments) {
        const auto at = std::find_if(
            state_.events.begin(), state_.events.end(),
            [&](const StoredEvent& stored) { return stored.commitment == commitment; });
        found.push_back(at == state_.events.end() ? std::nullopt : std::optional(*at));
      }
      return found;
    });
  }

  Result<StoredEvent> by_id(const TenantId& tenant, const EventId& event) const override {
    auto found = select(
        [&](const StoredEvent& stored) {
          return stored.event.id == event && stored.event.tenant == tenant;
        },
        1);
    if (!found) return found.error();
    if (found->empty()) return Error{ErrorCode::not_found, "no event " + event.text()};
    return std::move(found->front());
  }

  Result<std::vector<StoredEvent>> by_stream(const TenantId& tenant, const Stream& stream,
                                             const EventPage& page) const override {
    return select(
        [&](const StoredEvent& stored) {
          return stored.event.tenant == tenant && stored.event.stream == stream &&
                 stored.position > page.after_position;
        },
        page.count_max);
  }

  Result<std::vector<StoredEvent>> all(const EventPage& page) const override {
    return select([&](const StoredEvent& stored) { return stored.position > page.after_position; },
                  page.count_max);
  }

  // ExhibitStore -----------------------------------------------------------------------------
  Status put(Transaction& transaction, const Exhibit& exhibit) override {
    State& state = open(transaction);
    const auto found = state.exhibits.find(exhibit.id);
    if (found == state.exhibits.end()) {
      state.exhibits.emplace(exhibit.id, StoredExhibit{exhibit, {}, {}});
      return {};
    }
    const Exhibit& stored = found->second.exhibit;
    const auto content = [](const Exhibit& e) {
      return std::tie(e.tenant, e.claim, e.subject, e.sha256, e.size_bytes);
    };
    if (content(stored) == content(exhibit)) return {};
    return Error{ErrorCode::conflict, "exhibit " + exhibit.id.text() + " is stored differently"};
  }

  Result<StoredExhibit> get(const TenantId& tenant, const ExhibitId& exhibit) const override {
    const std::lock_guard lock(mutex_);
    return faults_->run([&]() -> Result<StoredExhibit> {
      const auto found = state_.exhibits.find(exhibit);
      if (found == state_.exhibits.end() || found->second.exhibit.tenant != tenant) {
        return Error{ErrorCode::not_found, "no exhibit " + exhibit.text()};
      }
      return found->second;
    });
  }

  Result<std::vector<StoredExhibit>> of_claim(const TenantId& tenant, const ClaimId& claim,
                                              const Page& page) const override {
    return exhibits_where(page, [&](const Exhibit& exhibit) {
      return exhibit.tenant == tenant && exhibit.claim == claim;
    });
  }

  Result<std::vector<StoredExhibit>> of_subject(const TenantId& tenant, const SubjectId& subject,
                                                const Page& page) const override {
    return exhibits_where(page, [&](const Exhibit& exhibit) {
      return exhibit.tenant == tenant && exhibit.subject == subject;
    });
  }

  Result<std::vector<StoredExhibit>> all(const Page& page) const override {
    return exhibits_where(page, [](const Exhibit&) { return true; });
  }

  Status set_quarantine(Transaction& transaction, const TenantId& tenant, const ExhibitId& exhibit,
                        const std::optional<Quarantine>& quarantine) override {
    return change(transaction, tenant, exhibit, [&](State&, StoredExhibit& stored) -> Status {
      stored.quarantine = quarantine;
      return {};
    });
  }

  Status erase(Transaction& transaction, const TenantId& tenant, const ExhibitId& exhibit,
               Timestamp at) override {
    return change(transaction, tenant, exhibit, [&](State& state, StoredExhibit& stored) -> Status {
      if (stored.erased_at) return {};
      for (const auto& [key, hold] : state.holds) {
        if (hold.tenant == tenant &&
            (hold.claim == stored.exhibit.claim || hold.subject == stored.exhibit.subject)) {
          return Error{ErrorCode::conflict, "exhibit " + exhibit.text() + " is under a legal hold"};
        }
      }
      stored.erased_at = at;
      stored.exhibit.wrapped_key.clear();
      return {};
    });
  }

  Status replace_wrapped_key(Transaction& transaction, const TenantId& tenant,
                             const ExhibitId& exhibit, ByteView expected, ByteView next) override {
    return change(transaction, tenant, exhibit, [&](State&, StoredExhibit& stored) -> Status {
      Bytes& key = stored.exhibit.wrapped_key;
      if (!std::equal(key.begin(), key.end(), expected.begin(), expected.end())) {
        return Error{ErrorCode::conflict, "exhibit " + exhibit.text() + " has another key by now"};
      }
      key.assign(next.begin(), next.end());
      return {};
    });
  }

  Status set_retention_class(Transaction& transaction, const TenantId& tenant,
                             const ExhibitId& exhibit, std::string_view word) override {
    return change(transaction, tenant, exhibit, [&](State&, StoredExhibit& stored) -> Status {
      stored.exhibit.retention_class = word;
      return {};
    });
  }

  Status place_hold(Transaction& transaction, const LegalHold& hold) override {
    open(transaction).holds.emplace(std::tuple(hold.tenant, hold.claim, hold.subject), hold);
    return {};
  }

  Status lift_hold(Transaction& transaction, const TenantId& tenant, const ClaimId& claim,
                   const SubjectId& subject) override {
    open(transaction).holds.erase(std::tuple(tenant, claim, subject));
    return {};
  }

  Result<std::vector<LegalHold>> holds_of_claim(const TenantId& tenant,
                                                const ClaimId& claim) const override {
    const std::lock_guard lock(mutex_);
    return holds_where(state_, [&](const LegalHold& hold) {
      return hold.tenant == tenant && hold.claim == claim;
    });
  }

  Result<std::vector<LegalHold>> holds_of_subject(const TenantId& tenant,
                                                  const SubjectId& subject) const override {
    const std::lock_guard lock(mutex_);
    return holds_where(state_, [&](const LegalHold& hold) {
      return hold.tenant == tenant && hold.subject == subject;
    });
  }

  Result<std::vector<LegalHold>> holds_of_subject(Transaction& transaction, const TenantId& tenant,
                                                  const SubjectId& subject) const override {
    return holds_where(open(transaction), [&](const LegalHold& hold) {
      return hold.tenant == tenant && hold.subject == subject;
    });
  }

  // For tests that damage what is stored.
  StoredEvent& event_at(std::size_t place) { return state_.events.at(place); }

 private:
  struct State {
    std::vector<StoredEvent> events;
    std::map<ExhibitId, StoredExhibit> exhibits;
    std::map<std::tuple<TenantId, ClaimId, SubjectId>, LegalHold> holds;
  };

  struct Open final : Transaction {
    Open(const MemoryRecord* owner_, State state_) : owner(owner_), state(std::move(state_)) {}
    const MemoryRecord* owner;
    State state;
  };

  State& open(Transaction& transaction) const {
    auto* mine = dynamic_cast<Open*>(&transaction);
    PIXIU_CHECK(mine != nullptr && mine->owner == this);
    return mine->state;
  }

  static StoredEvent* find(State& state, const EventId& id) {
    const auto found =
        std::find_if(state.events.begin(), state.events.end(),
                     [&](const StoredEvent& stored) { return stored.event.id == id; });
    return found == state.events.end() ? nullptr : &*found;
  }

  template <class Wanted>
  Result<std::vector<StoredEvent>> select(const Wanted& wanted, std::size_t count_max) const {
    const std::lock_guard lock(mutex_);
    return faults_->run([&]() -> Result<std::vector<StoredEvent>> {
      std::vector<StoredEvent> found;
      for (const StoredEvent& stored : state_.events) {
        if (found.size() < count_max && wanted(stored)) found.push_back(stored);
      }
      return found;
    });
  }

  template <class Wanted>
  Result<std::vector<StoredExhibit>> exhibits_where(const Page& page, const Wanted& wanted) const {
    const std::lock_guard lock(mutex_);
    return faults_->run([&]() -> Result<std::vector<StoredExhibit>> {
      std::vector<StoredExhibit> found;
      for (const auto& [id, stored] : state_.exhibits) {
        const bool is_after = !page.after || id > *page.after;
        if (found.size() < page.count_max && is_after && wanted(stored.exhibit)) {
          found.push_back(stored);
        }
      }
      return found;
    });
  }

  template <class Wanted>
  static std::vector<LegalHold> holds_where(const State& state, const Wanted& wanted) {
    std::vector<LegalHold> found;
    for (const auto& [key, hold] : state.holds) {
      if (wanted(hold)) found.push_back(hold);
    }
    return found;
  }

  template <class Change>
  Status change(Transaction& transaction, const TenantId& tenant, const ExhibitId& exhibit,
                const Change& change_it) {
    State& state = open(transaction);
    const auto found = state.exhibits.find(exhibit);
    if (found == state.exhibits.end() || found->second.exhibit.tenant != tenant) {
      return Error{ErrorCode::not_found, "no exhibit " + exhibit.text()};
    }
    return change_it(state, found->second);
  }

  mutable std::mutex mutex_;
  Faults none_;
  Faults* faults_;
  State state_;
};

}  // namespace pixiu::vault::testing
