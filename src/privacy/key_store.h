#pragma once

#include "base/bytes.h"
#include "base/ids.h"
#include "base/result.h"
#include "base/timestamp.h"
#include "base/transaction.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Where keys are kept, each wrapped by the one above it: the master key (which is not here) wraps
// the keys of a tenant, a tenant's key wraps the keys of its subjects (docs/adr/0007-*).
namespace pixiu::privacy {

// What tells, at the next start, whether a master key is the one it claims to be.
struct MasterKeyCheck {
  std::string master_key;  // its id: 1..64 characters of a-z, 0-9, "-", "_" and "."
  Bytes check;             // a known value, wrapped by it; 1..512 bytes

  friend bool operator==(const MasterKeyCheck&, const MasterKeyCheck&) = default;
};

// What a key of a tenant is for; each use has generations of its own.
enum class TenantKeyUse {
  seal,   // wraps the keys of the tenant's subjects
  index,  // makes blind indices
};

// "seal", "index".
std::string_view tenant_key_use_name(TenantKeyUse use);
std::optional<TenantKeyUse> tenant_key_use_by_name(std::string_view name);

struct TenantKey {
  TenantId tenant;
  TenantKeyUse use = TenantKeyUse::seal;
  std::uint32_t generation = 1;  // from 1, one more with each rotation; at most 2^31 - 1
  std::string master_key;        // the id of the master key that wraps it
  Bytes wrapped;                 // 1..512 bytes
  Timestamp made_at;

  friend bool operator==(const TenantKey&, const TenantKey&) = default;
};

struct SubjectKey {
  TenantId tenant;
  SubjectId subject;
  std::uint32_t generation = 1;  // of the tenant's sealing key that wraps it
  Bytes wrapped;                 // 1..512 bytes; empty once the key is destroyed
  Timestamp made_at;
  std::optional<Timestamp> erasure_asked_at;  // asked for and refused, because of a legal hold
  std::optional<Timestamp> destroyed_at;

  friend bool operator==(const SubjectKey&, const SubjectKey&) = default;
};

// Thread-safe. Implementations run the contract of privacy/key_store_contract_testing.h. Writes are
// parts of a transaction and durable when that is.
//
// Errors of every method, beside its own: unavailable (the database cannot be used now), corrupted
// (what is stored is no key, naming its ids).
class KeyStore {
 public:
  virtual ~KeyStore() = default;

  // Idempotent. Errors: conflict when this id is stored with another value.
  virtual Status put_master_key_check(Transaction& transaction, const MasterKeyCheck& check) = 0;

  // Idempotent: one that is not there is removed. Errors: conflict while a tenant's key is wrapped
  // by it.
  virtual Status remove_master_key_check(Transaction& transaction, std::string_view master_key) = 0;

  // In the order of their ids.
  virtual Result<std::vector<MasterKeyCheck>> master_key_checks() const = 0;

  // Errors: conflict when this tenant, use and generation is stored already.
  virtual Status put_tenant_key(Transaction& transaction, const TenantKey& key) = 0;

  // All generations, the oldest first.
  virtual Result<std::vector<TenantKey>> tenant_keys(const TenantId& tenant,
                                                     TenantKeyUse use) const = 0;

  // `count_max` at most (1..1000, checked) of those wrapped by a master key, of all tenants.
  virtual Result<std::vector<TenantKey>> tenant_keys_wrapped_by(std::string_view master_key,
                                                                std::size_t count_max) const = 0;

  // Replaces how a key is wrapped (`wrapped` and `master_key` of `next`), if `wrapped` still is
  // `expected`. Errors: not_found, conflict (it is another by now).
  virtual Status rewrap_tenant_key(Transaction& transaction, const TenantKey& next,
                                   ByteView expected) = 0;

  // Errors: conflict when the subject has a key, or had one that was destroyed: who was erased gets
  // no second key under the same id.
  virtual Status put_subject_key(Transaction& transaction, const SubjectKey& key) = 0;

  // Nothing when there never was one.
  virtual Result<std::optional<SubjectKey>> subject_key(const TenantId& tenant,
                                                        const SubjectId& subject) const = 0;

  // `count_max` at most (1..1000, checked) of the keys that are wrapped by an older generation of
  // the tenant's sealing key than `generation` and not destroyed.
  virtual Result<std::vector<SubjectKey>> subject_keys_before(const TenantId& tenant,
                                                              std::uint32_t generation,
                                                              std::size_t count_max) const = 0;

  // Replaces how a key is wrapped (`wrapped` and `generation` of `next`), if `wrapped` still is
  // `expected`. Errors: not_found, conflict (it is another by now, or destroyed).
  virtual Status rewrap_subject_key(Transaction& transaction, const SubjectKey& next,
                                    ByteView expected) = 0;

  // Notes that erasure was asked for. Idempotent: the first time stands. Errors: not_found.
  virtual Status note_erasure_asked(Transaction& transaction, const TenantId& tenant,
                                    const SubjectId& subject, Timestamp at) = 0;

  // Destroys a key for ever: the wrapped bytes are overwritten, and gone from the database's own
  // files as far as it can; the row stays, without them. Idempotent: the first time stands.
  // Errors: not_found.
  virtual Status destroy_subject_key(Transaction& transaction, const TenantId& tenant,
                                     const SubjectId& subject, Timestamp at) = 0;
};

}  // namespace pixiu::privacy
