#pragma once

#include "base/clock.h"
#include "base/entropy.h"
#include "crypto/secret_key.h"
#include "privacy/key_store.h"
#include "privacy/master_key.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace pixiu::privacy {

// What a keyring works with; all of it outlives the keyring.
struct KeyringParts {
  KeyStore& store;
  Transactions& transactions;
  Entropy& entropy;
  const Clock& clock;
};

// A key that makes blind indices, and its generation.
struct IndexKey {
  std::uint32_t generation = 1;
  crypto::SecretKey key;
};

// How a subject stands.
enum class SubjectState {
  unknown,     // nothing was ever sealed for it
  active,      // its data can be sealed and opened
  restricted,  // erasure was asked for and a legal hold stands against it: legal purposes only
  erased,      // its key is destroyed
};

// The hierarchy of keys: master key, tenant, subject. Keys of tenants are unwrapped once and kept
// in memory; keys of subjects never are, so that destroying one takes effect at once in every
// process. Thread-safe.
//
// Makes keys that are missing, each in a transaction of its own: do not call it from within a step
// of Transactions::run.
class Keyring {
 public:
  // `masters` are the master keys there are, the first of which wraps what is new.
  //
  // Writes nothing until every one of them is proved to be what it claims to be, and none is
  // missing that wraps a key of a tenant. On an empty store the first check value is written.
  //
  // Errors: permission_denied (the master key X is not the one that the data were sealed with),
  // not_found (the master key X, which wraps keys of tenants, was not given), invalid_input (none
  // given), those of the store, unavailable (a key command).
  static Result<std::unique_ptr<Keyring>> open(MasterKeys masters, KeyringParts parts);

  // The key under which a subject's data are sealed; made when there is none.
  // Errors: conflict (the subject was erased), corrupted, unavailable.
  Result<crypto::SecretKey> subject_key_for_sealing(const TenantId& tenant,
                                                    const SubjectId& subject);

  // The same to open them. Errors: not_found (there is none, or it was destroyed), corrupted,
  // unavailable.
  Result<crypto::SecretKey> subject_key(const TenantId& tenant, const SubjectId& subject);

  Result<SubjectState> state_of(const TenantId& tenant, const SubjectId& subject) const;

  // The keys of the tenant's blind indices, the newest first; the first is made when there is none.
  Result<std::vector<IndexKey>> index_keys(const TenantId& tenant);

  // ---- Rotation. All of it runs beside the work of every process, can be broken off at any time
  // and goes on where it stood.

  // Wraps at most `count_max` (1..1000) keys of tenants with the first master key that another one
  // wraps. Returns how many; 0: none is left, and remove_old_master_keys() may follow.
  Result<std::size_t> rewrap_tenant_keys(std::size_t count_max);

  // Forgets the check values of all master keys but the first. Errors: conflict when one still
  // wraps a key of a tenant.
  Status remove_old_master_keys();

  // Makes a new generation of a tenant's key and returns its number.
  Result<std::uint32_t> rotate_tenant_key(const TenantId& tenant, TenantKeyUse use);

  // Wraps at most `count_max` (1..1000) keys of subjects with the newest generation of the tenant's
  // key. Returns how many; 0: none is left. What the subjects' keys sealed stays as it is.
  Result<std::size_t> rewrap_subject_keys(const TenantId& tenant, std::size_t count_max);

 private:
  using TenantKeyId = std::tuple<TenantId, TenantKeyUse, std::uint32_t>;

  Keyring(MasterKeys masters, KeyringParts parts);

  Status check_masters();
  Status check_given(const std::vector<MasterKeyCheck>& checks) const;
  Status note_first_master();
  const MasterKey* master(std::string_view id) const;
  Result<TenantKey> make_tenant_key(const TenantId& tenant, TenantKeyUse use,
                                    std::uint32_t generation);
  Result<TenantKey> newest_tenant_key(const TenantId& tenant, TenantKeyUse use);
  Result<crypto::SecretKey> unwrapped(const TenantKey& key);
  Result<crypto::SecretKey> tenant_key(const TenantId& tenant, TenantKeyUse use,
                                       std::uint32_t generation);
  Result<crypto::SecretKey> unwrapped(const SubjectKey& key);
  Result<crypto::SecretKey> make_subject_key(const TenantId& tenant, const SubjectId& subject);
  Status rewrap(const TenantKey& key);
  Status rewrap(const SubjectKey& key, const TenantKey& wrapping);

  MasterKeys masters_;
  KeyringParts parts_;
  std::mutex mutex_;
  std::map<TenantKeyId, crypto::SecretKey> tenant_keys_;  // unwrapped
};

}  // namespace pixiu::privacy
