#include "crypto/aead.h"
#include "privacy/key_places.h"
#include "privacy/keyring.h"

// Rotation: the part of the keyring that changes how stored keys are wrapped.
namespace pixiu::privacy {
namespace {

// Somebody else changed the key meanwhile, as two processes that rotate do to each other.
bool is_done_elsewhere(const Status& status) {
  return !status && status.error().code == ErrorCode::conflict;
}

}  // namespace

Status Keyring::rewrap(const TenantKey& key) {
  const auto plain = unwrapped(key);
  if (!plain) return plain.error();
  TenantKey next = key;
  next.master_key = masters_.front()->id();
  auto wrapped = masters_.front()->wrap(*plain, bytes_of(place_of(next)));
  if (!wrapped) return wrapped.error();
  next.wrapped = std::move(*wrapped);
  return parts_.transactions.run([&](Transaction& transaction) {
    return parts_.store.rewrap_tenant_key(transaction, next, key.wrapped);
  });
}

Result<std::size_t> Keyring::rewrap_tenant_keys(std::size_t count_max) {
  const auto checks = parts_.store.master_key_checks();
  if (!checks) return checks.error();
  std::size_t count = 0;
  for (const auto& check : *checks) {
    if (check.master_key == masters_.front()->id() || count == count_max) continue;
    const auto keys = parts_.store.tenant_keys_wrapped_by(check.master_key, count_max - count);
    if (!keys) return keys.error();
    for (const auto& key : *keys) {
      const auto status = rewrap(key);
      if (!status && !is_done_elsewhere(status)) return status.error();
      ++count;
    }
  }
  return count;
}

Status Keyring::remove_old_master_keys() {
  const auto checks = parts_.store.master_key_checks();
  if (!checks) return checks.error();
  return parts_.transactions.run([&](Transaction& transaction) -> Status {
    for (const auto& check : *checks) {
      if (check.master_key == masters_.front()->id()) continue;
      auto status = parts_.store.remove_master_key_check(transaction, check.master_key);
      if (!status) return status;
    }
    return {};
  });
}

Result<std::uint32_t> Keyring::rotate_tenant_key(const TenantId& tenant, TenantKeyUse use) {
  const auto newest = newest_tenant_key(tenant, use);
  if (!newest) return newest.error();
  const auto next = make_tenant_key(tenant, use, newest->generation + 1);
  if (!next) return next.error();
  return next->generation;
}

Status Keyring::rewrap(const SubjectKey& key, const TenantKey& wrapping) {
  const auto plain = unwrapped(key);
  if (!plain) return plain.error();
  const auto wrapping_key = unwrapped(wrapping);
  if (!wrapping_key) return wrapping_key.error();
  SubjectKey next = key;
  next.generation = wrapping.generation;
  next.wrapped = crypto::wrap_key(*wrapping_key, *plain, bytes_of(place_of(next)), parts_.entropy);
  return parts_.transactions.run([&](Transaction& transaction) {
    return parts_.store.rewrap_subject_key(transaction, next, key.wrapped);
  });
}

Result<std::size_t> Keyring::rewrap_subject_keys(const TenantId& tenant, std::size_t count_max) {
  const auto newest = newest_tenant_key(tenant, TenantKeyUse::seal);
  if (!newest) return newest.error();
  const auto keys = parts_.store.subject_keys_before(tenant, newest->generation, count_max);
  if (!keys) return keys.error();
  for (const auto& key : *keys) {
    const auto status = rewrap(key, *newest);
    if (!status && !is_done_elsewhere(status)) return status.error();
  }
  return keys->size();
}

}  // namespace pixiu::privacy
