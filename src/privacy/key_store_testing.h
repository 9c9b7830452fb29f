#pragma once

#include "base/check.h"
#include "privacy/key_store.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <tuple>
#include <utility>

// Keys in memory, and transactions over them, for tests of what stands above the store. They keep
// the contract, and fail where a test wants them to. Included by tests only.
namespace pixiu::privacy::testing {

class MemoryTransaction final : public Transaction {};

// What a MemoryKeyStore holds; copied when a transaction begins and put back when it fails.
struct StoredKeys {
  std::map<std::string, MasterKeyCheck, std::less<>> checks;
  std::map<std::tuple<TenantId, TenantKeyUse, std::uint32_t>, TenantKey> tenant_keys;
  std::map<std::pair<TenantId, SubjectId>, SubjectKey> subject_keys;
};

// Thread-safe; transactions run one after the other.
class MemoryKeyStore final : public KeyStore, public Transactions {
 public:
  // The n-th call from now (1: the next) of any method, or the n-th commit, fails as a database
  // that cannot be used does; the others work. 0: none.
  void fail_call(int n) { calls_until_failure_ = n; }
  void fail_commit(int n) { commits_until_failure_ = n; }

  StoredKeys keys() const {
    const std::lock_guard lock(mutex_);
    return keys_;
  }

  // The same from within a step.
  const StoredKeys& keys_in_transaction() const { return keys_; }

  Status run(const Step& step) override {
    const std::lock_guard lock(mutex_);
    const StoredKeys before = keys_;
    MemoryTransaction transaction;
    auto status = step(transaction);
    if (status && is_due(commits_until_failure_)) status = unavailable();
    if (!status) keys_ = before;
    return status;
  }

  Status put_master_key_check(Transaction& transaction, const MasterKeyCheck& check) override {
    if (auto status = enter(transaction); !status) return status;
    const auto [at, is_new] = keys_.checks.emplace(check.master_key, check);
    if (!is_new && at->second != check) return conflict("another check value is stored");
    return {};
  }

  Status remove_master_key_check(Transaction& transaction, std::string_view master_key) override {
    if (auto status = enter(transaction); !status) return status;
    for (const auto& [_, key] : keys_.tenant_keys) {
      if (key.master_key == master_key) return conflict("it wraps a key of a tenant");
    }
    if (const auto at = keys_.checks.find(master_key); at != keys_.checks.end()) {
      keys_.checks.erase(at);
    }
    return {};
  }

  Result<std::vector<MasterKeyCheck>> master_key_checks() const override {
    const std::lock_guard lock(mutex_);
    if (is_due(calls_until_failure_)) return unavailable();
    std::vector<MasterKeyCheck> checks;
    for (const auto& [_, check] : keys_.checks) checks.push_back(check);
    return checks;
  }

  Status put_tenant_key(Transaction& transaction, const TenantKey& key) override {
    if (auto status = enter(transaction); !status) return status;
    const bool is_new =
        keys_.tenant_keys.emplace(std::tuple(key.tenant, key.use, key.generation), key).second;
    if (!is_new) return conflict("this generation is stored");
    return {};
  }

  Result<std::vector<TenantKey>> tenant_keys(const TenantId& tenant,
                                             TenantKeyUse use) const override {
    return select(1000, keys_.tenant_keys,
                  [&](const TenantKey& key) { return key.tenant == tenant && key.use == use; });
  }

  Result<std::vector<TenantKey>> tenant_keys_wrapped_by(std::string_view master_key,
                                                        std::size_t count_max) const override {
    return select(count_max, keys_.tenant_keys,
                  [&](const TenantKey& key) { return key.master_key == master_key; });
  }

  Status rewrap_tenant_key(Transaction& transaction, const TenantKey& next,
                           ByteView expected) override {
    if (auto status = enter(transaction); !status) return status;
    const auto at = keys_.tenant_keys.find(std::tuple(next.tenant, next.use, next.generation));
    if (at == keys_.tenant_keys.end()) return not_found();
    if (!std::ranges::equal(at->second.wrapped, expected)) return conflict("wrapped anew since");
    at->second.wrapped = next.wrapped;
    at->second.master_key = next.master_key;
    return {};
  }

  Status put_subject_key(Transaction& transaction, const SubjectKey& key) override {
    if (auto status = enter(transaction); !status) return status;
    const bool is_new = keys_.subject_keys.emplace(std::pair(key.tenant, key.subject), key).second;
    if (!is_new) return conflict("the subject has or had a key");
    return {};
  }

  Result<std::optional<SubjectKey>> subject_key(const TenantId& tenant,
                                                const SubjectId& subject) const override {
    const std::lock_guard lock(mutex_);
    if (is_due(calls_until_failure_)) return unavailable();
    const auto at = keys_.subject_keys.find(std::pair(tenant, subject));
    if (at == keys_.subject_keys.end()) return std::optional<SubjectKey>();
    return std::optional(at->second);
  }

  Result<std::vector<SubjectKey>> subject_keys_before(const TenantId& tenant,
                                                      std::uint32_t generation,
                                                      std::size_t count_max) const override {
    return select(count_max, keys_.subject_keys, [&](const SubjectKey& key) {
      return key.tenant == tenant && key.generation < generation && !key.destroyed_at;
    });
  }

  Status rewrap_subject_key(Transaction& transaction, const SubjectKey& next,
                            ByteView expected) override {
    if (auto status = enter(transaction); !status) return status;
    auto* const key = find(next.tenant, next.subject);
    if (key == nullptr) return not_found();
    if (key->destroyed_at || !std::ranges::equal(key->wrapped, expected)) {
      return conflict("wrapped anew or destroyed since");
    }
    key->wrapped = next.wrapped;
    key->generation = next.generation;
    return {};
  }

  Status note_erasure_asked(Transaction& transaction, const TenantId& tenant,
                            const SubjectId& subject, Timestamp at) override {
    if (auto status = enter(transaction); !status) return status;
    auto* const key = find(tenant, subject);
    if (key == nullptr) return not_found();
    if (!key->erasure_asked_at) key->erasure_asked_at = at;
    return {};
  }

  Status destroy_subject_key(Transaction& transaction, const TenantId& tenant,
                             const SubjectId& subject, Timestamp at) override {
    if (auto status = enter(transaction); !status) return status;
    auto* const key = find(tenant, subject);
    if (key == nullptr) return not_found();
    if (!key->destroyed_at) key->destroyed_at = at;
    key->wrapped.clear();
    return {};
  }

 private:
  static Error unavailable() { return {ErrorCode::unavailable, "the test's store failed"}; }
  static Error not_found() { return {ErrorCode::not_found, "no such key"}; }
  static Error conflict(const char* why) { return {ErrorCode::conflict, why}; }

  static bool is_due(int& countdown) { return countdown > 0 && --countdown == 0; }

  // The lock is held by run().
  Status enter(Transaction& transaction) {
    PIXIU_CHECK(dynamic_cast<MemoryTransaction*>(&transaction) != nullptr);
    if (is_due(calls_until_failure_)) return unavailable();
    return {};
  }

  SubjectKey* find(const TenantId& tenant, const SubjectId& subject) {
    const auto at = keys_.subject_keys.find(std::pair(tenant, subject));
    return at == keys_.subject_keys.end() ? nullptr : &at->second;
  }

  template <class Id, class Key, class Predicate>
  Result<std::vector<Key>> select(std::size_t count_max, const std::map<Id, Key>& from,
                                  const Predicate& is_wanted) const {
    const std::lock_guard lock(mutex_);
    if (is_due(calls_until_failure_)) return unavailable();
    std::vector<Key> keys;
    for (const auto& [_, key] : from) {
      if (keys.size() < count_max && is_wanted(key)) keys.push_back(key);
    }
    return keys;
  }

  mutable std::mutex mutex_;
  StoredKeys keys_;
  mutable int calls_until_failure_ = 0;
  int commits_until_failure_ = 0;
};

}  // namespace pixiu::privacy::testing
