#include "privacy/keyring.h"

#include "base/check.h"
#include "crypto/aead.h"
#include "privacy/key_places.h"

#include <algorithm>

namespace pixiu::privacy {
namespace {

std::string quoted(std::string_view id) {
  return "\"" + std::string(id) + "\"";
}

// The known value that every master key wraps once: 32 zero bytes.
crypto::SecretKey known_value() {
  auto key = crypto::SecretKey::from_bytes(Bytes(crypto::SecretKey::size_bytes));
  PIXIU_CHECK(key.has_value());
  return std::move(*key);
}

bool is_known_value(const crypto::SecretKey& key) {
  const auto bytes = key.expose_bytes();
  return std::all_of(bytes.begin(), bytes.end(), [](std::byte b) { return b == std::byte{0}; });
}

Error wrong_master(std::string_view id) {
  return {ErrorCode::permission_denied,
          "the master key " + quoted(id) + " is not the one that the data were sealed with"};
}

Error missing_master(std::string_view id) {
  return {ErrorCode::not_found,
          "the master key " + quoted(id) + ", which wraps keys of tenants, was not given"};
}

Error erased() {
  return {ErrorCode::conflict, "the subject was erased; nothing more can be sealed for it"};
}

Error no_key() {
  return {ErrorCode::not_found, "the subject has no key, or was erased"};
}

}  // namespace

Keyring::Keyring(MasterKeys masters, KeyringParts parts)
    : masters_(std::move(masters)), parts_(parts) {}

Result<std::unique_ptr<Keyring>> Keyring::open(MasterKeys masters, KeyringParts parts) {
  if (masters.empty()) return Error{ErrorCode::invalid_input, "there is no master key"};
  std::unique_ptr<Keyring> keyring(new Keyring(std::move(masters), parts));
  if (auto status = keyring->check_masters(); !status) return status.error();
  return keyring;
}

const MasterKey* Keyring::master(std::string_view id) const {
  const auto at = std::find_if(masters_.begin(), masters_.end(),
                               [id](const auto& key) { return key->id() == id; });
  return at == masters_.end() ? nullptr : at->get();
}

Status Keyring::check_masters() {
  const auto checks = parts_.store.master_key_checks();
  if (!checks) return checks.error();
  if (auto status = check_given(*checks); !status) return status;
  const auto is_first = [this](const MasterKeyCheck& check) {
    return check.master_key == masters_.front()->id();
  };
  if (std::any_of(checks->begin(), checks->end(), is_first)) return {};
  return note_first_master();
}

// Every stored master key that still wraps something is here, and what is here is the right one.
Status Keyring::check_given(const std::vector<MasterKeyCheck>& checks) const {
  for (const auto& check : checks) {
    const MasterKey* const key = master(check.master_key);
    if (key == nullptr) {
      const auto wrapped = parts_.store.tenant_keys_wrapped_by(check.master_key, 1);
      if (!wrapped) return wrapped.error();
      if (!wrapped->empty()) return missing_master(check.master_key);
      continue;
    }
    const auto value = key->unwrap(check.check, bytes_of(place_of_check(check.master_key)));
    if (!value && value.error().code == ErrorCode::unavailable) return value.error();
    if (!value || !is_known_value(*value)) return wrong_master(check.master_key);
  }
  return {};
}

Status Keyring::note_first_master() {
  const auto& first = *masters_.front();
  const auto check = first.wrap(known_value(), bytes_of(place_of_check(first.id())));
  if (!check) return check.error();
  const MasterKeyCheck row{.master_key = first.id(), .check = *check};
  auto status = parts_.transactions.run([&](Transaction& transaction) {
    return parts_.store.put_master_key_check(transaction, row);
  });
  if (status || status.error().code != ErrorCode::conflict) return status;
  // Another process came first; its key must be ours.
  const auto checks = parts_.store.master_key_checks();
  if (!checks) return checks.error();
  return check_given(*checks);
}

Result<crypto::SecretKey> Keyring::unwrapped(const TenantKey& key) {
  const TenantKeyId id(key.tenant, key.use, key.generation);
  {
    const std::lock_guard lock(mutex_);
    if (const auto at = tenant_keys_.find(id); at != tenant_keys_.end()) return at->second.clone();
  }
  const MasterKey* const wrapping = master(key.master_key);
  if (wrapping == nullptr) return missing_master(key.master_key);
  auto plain = wrapping->unwrap(key.wrapped, bytes_of(place_of(key)));
  if (!plain && plain.error().code == ErrorCode::corrupted) {
    return Error{ErrorCode::corrupted, "the key of tenant " + key.tenant.text() + ", generation " +
                                           std::to_string(key.generation) + ", does not unwrap"};
  }
  if (!plain) return plain.error();
  const std::lock_guard lock(mutex_);
  tenant_keys_.try_emplace(id, plain->clone());
  return plain;
}

Result<TenantKey> Keyring::make_tenant_key(const TenantId& tenant, TenantKeyUse use,
                                           std::uint32_t generation) {
  TenantKey key{.tenant = tenant,
                .use = use,
                .generation = generation,
                .master_key = masters_.front()->id(),
                .wrapped = {},
                .made_at = parts_.clock.now()};
  auto wrapped =
      masters_.front()->wrap(crypto::SecretKey::generate(parts_.entropy), bytes_of(place_of(key)));
  if (!wrapped) return wrapped.error();
  key.wrapped = std::move(*wrapped);
  auto status = parts_.transactions.run(
      [&](Transaction& transaction) { return parts_.store.put_tenant_key(transaction, key); });
  if (!status) return status.error();
  return key;
}

Result<TenantKey> Keyring::newest_tenant_key(const TenantId& tenant, TenantKeyUse use) {
  auto keys = parts_.store.tenant_keys(tenant, use);
  if (!keys) return keys.error();
  if (!keys->empty()) return std::move(keys->back());
  auto key = make_tenant_key(tenant, use, 1);
  if (key || key.error().code != ErrorCode::conflict) return key;
  keys = parts_.store.tenant_keys(tenant, use);  // another process came first
  if (!keys) return keys.error();
  PIXIU_CHECK(!keys->empty());
  return std::move(keys->back());
}

Result<crypto::SecretKey> Keyring::tenant_key(const TenantId& tenant, TenantKeyUse use,
                                              std::uint32_t generation) {
  {
    const std::lock_guard lock(mutex_);
    const auto at = tenant_keys_.find(TenantKeyId(tenant, use, generation));
    if (at != tenant_keys_.end()) return at->second.clone();
  }
  const auto keys = parts_.store.tenant_keys(tenant, use);
  if (!keys) return keys.error();
  for (const auto& key : *keys) {
    if (key.generation == generation) return unwrapped(key);
  }
  return Error{ErrorCode::corrupted, "tenant " + tenant.text() + " has no key of generation " +
                                         std::to_string(generation)};
}

Result<crypto::SecretKey> Keyring::unwrapped(const SubjectKey& key) {
  const auto wrapping = tenant_key(key.tenant, TenantKeyUse::seal, key.generation);
  if (!wrapping) return wrapping.error();
  auto plain = crypto::unwrap_key(*wrapping, key.wrapped, bytes_of(place_of(key)));
  if (plain) return plain;
  return Error{ErrorCode::corrupted, "the key of subject " + key.subject.text() + " of tenant " +
                                         key.tenant.text() + " does not unwrap"};
}

Result<crypto::SecretKey> Keyring::subject_key(const TenantId& tenant, const SubjectId& subject) {
  const auto stored = parts_.store.subject_key(tenant, subject);
  if (!stored) return stored.error();
  if (!stored->has_value() || (*stored)->destroyed_at) return no_key();
  return unwrapped(**stored);
}

Result<crypto::SecretKey> Keyring::make_subject_key(const TenantId& tenant,
                                                    const SubjectId& subject) {
  const auto newest = newest_tenant_key(tenant, TenantKeyUse::seal);
  if (!newest) return newest.error();
  const auto wrapping = unwrapped(*newest);
  if (!wrapping) return wrapping.error();
  SubjectKey row{.tenant = tenant,
                 .subject = subject,
                 .generation = newest->generation,
                 .wrapped = {},
                 .made_at = parts_.clock.now(),
                 .erasure_asked_at = std::nullopt,
                 .destroyed_at = std::nullopt};
  auto key = crypto::SecretKey::generate(parts_.entropy);
  row.wrapped = crypto::wrap_key(*wrapping, key, bytes_of(place_of(row)), parts_.entropy);
  auto status = parts_.transactions.run(
      [&](Transaction& transaction) { return parts_.store.put_subject_key(transaction, row); });
  if (!status) return status.error();
  return key;
}

Result<crypto::SecretKey> Keyring::subject_key_for_sealing(const TenantId& tenant,
                                                           const SubjectId& subject) {
  // Twice, since another process may make the key in between.
  for (int attempt = 0; attempt < 2; ++attempt) {
    const auto stored = parts_.store.subject_key(tenant, subject);
    if (!stored) return stored.error();
    if (stored->has_value()) {
      if ((*stored)->destroyed_at) return erased();
      return unwrapped(**stored);
    }
    auto key = make_subject_key(tenant, subject);
    if (key || key.error().code != ErrorCode::conflict) return key;
  }
  return Error{ErrorCode::unavailable, "the key of subject " + subject.text() + " changes"};
}

Result<SubjectState> Keyring::state_of(const TenantId& tenant, const SubjectId& subject) const {
  const auto stored = parts_.store.subject_key(tenant, subject);
  if (!stored) return stored.error();
  if (!stored->has_value()) return SubjectState::unknown;
  if ((*stored)->destroyed_at) return SubjectState::erased;
  return (*stored)->erasure_asked_at ? SubjectState::restricted : SubjectState::active;
}

Result<std::vector<IndexKey>> Keyring::index_keys(const TenantId& tenant) {
  if (auto newest = newest_tenant_key(tenant, TenantKeyUse::index); !newest) return newest.error();
  const auto rows = parts_.store.tenant_keys(tenant, TenantKeyUse::index);
  if (!rows) return rows.error();
  std::vector<IndexKey> keys;
  for (auto row = rows->rbegin(); row != rows->rend(); ++row) {
    auto key = unwrapped(*row);
    if (!key) return key.error();
    keys.push_back({row->generation, std::move(*key)});
  }
  return keys;
}

}  // namespace pixiu::privacy
