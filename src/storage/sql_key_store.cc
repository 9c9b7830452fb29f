#include "storage/sql_key_store.h"

#include "base/check.h"
#include "storage/stored_parts.h"

#include <string>
#include <tuple>

namespace pixiu::storage {
namespace {

using privacy::MasterKeyCheck;
using privacy::SubjectKey;
using privacy::TenantKey;
using privacy::TenantKeyUse;

constexpr std::size_t page_count_max = 1000;
constexpr std::int64_t generation_max = INT32_MAX;

std::int64_t count(std::size_t count_max) {
  PIXIU_CHECK(count_max >= 1 && count_max <= page_count_max);
  return static_cast<std::int64_t>(count_max);
}

Result<std::vector<TenantKey>> tenant_keys_where(SqlTransaction& sql, std::string_view text,
                                                 std::vector<Value> values) {
  const auto rows = sql.rows<TenantId, std::string, std::int64_t, std::string, Bytes, Timestamp>(
      text, std::move(values));
  if (!rows) return rows.error();
  std::vector<TenantKey> keys;
  for (const auto& [tenant, use_name, generation, master_key, wrapped, made_at] : *rows) {
    const auto use = privacy::tenant_key_use_by_name(use_name);
    if (!use || generation < 1 || generation > generation_max) {
      return corrupted_row("a key of tenant", tenant.text());
    }
    keys.push_back({.tenant = tenant,
                    .use = *use,
                    .generation = static_cast<std::uint32_t>(generation),
                    .master_key = master_key,
                    .wrapped = wrapped,
                    .made_at = made_at});
  }
  return keys;
}

Result<std::vector<SubjectKey>> subject_keys_where(SqlTransaction& sql, std::string_view text,
                                                   std::vector<Value> values) {
  const auto rows =
      sql.rows<TenantId, SubjectId, std::int64_t, Bytes, Timestamp, std::optional<Timestamp>,
               std::optional<Timestamp>>(text, std::move(values));
  if (!rows) return rows.error();
  std::vector<SubjectKey> keys;
  for (const auto& [tenant, subject, generation, wrapped, made_at, asked_at, destroyed_at] :
       *rows) {
    if (generation < 1 || generation > generation_max) {
      return corrupted_row("the key of subject", subject.text());
    }
    keys.push_back({.tenant = tenant,
                    .subject = subject,
                    .generation = static_cast<std::uint32_t>(generation),
                    .wrapped = wrapped,
                    .made_at = made_at,
                    .erasure_asked_at = asked_at,
                    .destroyed_at = destroyed_at});
  }
  return keys;
}

Result<std::optional<SubjectKey>> one_subject_key(SqlTransaction& sql, const TenantId& tenant,
                                                  const SubjectId& subject) {
  auto keys = subject_keys_where(
      sql,
      "SELECT tenant, subject, generation, wrapped, made_ms, erasure_asked_ms, destroyed_ms "
      "FROM subject_key WHERE tenant = :tenant AND subject = :subject",
      {tenant, subject});
  if (!keys) return keys.error();
  if (keys->empty()) return std::optional<SubjectKey>();
  return std::optional<SubjectKey>(std::move(keys->front()));
}

// Why an UPDATE of a subject's key touched nothing, where that is an error.
Status subject_key_must_be_there(SqlTransaction& sql, const TenantId& tenant,
                                 const SubjectId& subject) {
  const auto key = one_subject_key(sql, tenant, subject);
  if (!key) return key.error();
  if (!*key) return Error{ErrorCode::not_found, "no key of subject " + subject.text()};
  return {};
}

}  // namespace

Status SqlKeyStore::put_master_key_check(Transaction& transaction, const MasterKeyCheck& check) {
  SqlTransaction& sql = database_.of(transaction);
  const auto changed = sql.change(
      "INSERT INTO master_key_check (master_key, known_value) VALUES (:master_key, :known_value) "
      "ON CONFLICT (master_key) DO NOTHING",
      {check.master_key, ByteView(check.check)});
  if (!changed) return changed.error();
  if (*changed == 1) return {};
  const auto stored =
      sql.row<Bytes>("SELECT known_value FROM master_key_check WHERE master_key = :master_key",
                     {check.master_key});
  if (!stored) return stored.error();
  if (*stored && std::get<0>(**stored) == check.check) return {};
  return Error{ErrorCode::conflict,
               "master key " + check.master_key + " is known with another check value"};
}

Status SqlKeyStore::remove_master_key_check(Transaction& transaction, std::string_view master_key) {
  SqlTransaction& sql = database_.of(transaction);
  const auto in_use = sql.row<std::int64_t>(
      "SELECT COUNT(*) FROM tenant_key WHERE master_key = :master_key", {master_key});
  if (!in_use) return in_use.error();
  if (std::get<0>(**in_use) > 0) {
    return Error{ErrorCode::conflict,
                 "keys are wrapped by master key " + std::string(master_key) + " still"};
  }
  const auto removed =
      sql.change("DELETE FROM master_key_check WHERE master_key = :master_key", {master_key});
  if (!removed) return removed.error();
  return {};
}

Result<std::vector<MasterKeyCheck>> SqlKeyStore::master_key_checks() const {
  return database_.read([](SqlTransaction& sql) -> Result<std::vector<MasterKeyCheck>> {
    const auto rows = sql.rows<std::string, Bytes>(
        "SELECT master_key, known_value FROM master_key_check ORDER BY master_key");
    if (!rows) return rows.error();
    std::vector<MasterKeyCheck> checks;
    for (const auto& [master_key, check] : *rows) {
      checks.push_back({.master_key = master_key, .check = check});
    }
    return checks;
  });
}

Status SqlKeyStore::put_tenant_key(Transaction& transaction, const TenantKey& key) {
  const auto changed =
      database_.of(transaction)
          .change(
              "INSERT INTO tenant_key (tenant, key_use, generation, master_key, "
              "wrapped, made_ms) VALUES (:tenant, :key_use, :generation, "
              ":master_key, :wrapped, :made_ms) "
              "ON CONFLICT (tenant, key_use, generation) DO NOTHING",
              {key.tenant, privacy::tenant_key_use_name(key.use), std::int64_t{key.generation},
               key.master_key, ByteView(key.wrapped), key.made_at});
  if (!changed) return changed.error();
  if (*changed == 1) return {};
  return Error{ErrorCode::conflict, "tenant " + key.tenant.text() + " has a key of generation " +
                                        std::to_string(key.generation) + " already"};
}

Result<std::vector<TenantKey>> SqlKeyStore::tenant_keys(const TenantId& tenant,
                                                        TenantKeyUse use) const {
  return database_.read([&](SqlTransaction& sql) {
    return tenant_keys_where(sql,
                             "SELECT tenant, key_use, generation, master_key, wrapped, made_ms "
                             "FROM tenant_key WHERE tenant = :tenant AND key_use = :key_use "
                             "ORDER BY generation",
                             {tenant, privacy::tenant_key_use_name(use)});
  });
}

Result<std::vector<TenantKey>> SqlKeyStore::tenant_keys_wrapped_by(std::string_view master_key,
                                                                   std::size_t count_max) const {
  return database_.read([&](SqlTransaction& sql) {
    return tenant_keys_where(sql,
                             "SELECT tenant, key_use, generation, master_key, wrapped, made_ms "
                             "FROM tenant_key WHERE master_key = :master_key "
                             "ORDER BY tenant, key_use, generation LIMIT :count",
                             {master_key, count(count_max)});
  });
}

Status SqlKeyStore::rewrap_tenant_key(Transaction& transaction, const TenantKey& next,
                                      ByteView expected) {
  SqlTransaction& sql = database_.of(transaction);
  const std::string_view use = privacy::tenant_key_use_name(next.use);
  const auto changed = sql.change(
      "UPDATE tenant_key SET wrapped = :wrapped, master_key = :master_key WHERE tenant = :tenant "
      "AND key_use = :key_use AND generation = :generation AND wrapped = :expected",
      {ByteView(next.wrapped), next.master_key, next.tenant, use, std::int64_t{next.generation},
       expected});
  if (!changed) return changed.error();
  if (*changed == 1) return {};
  const auto there = sql.row<std::int64_t>(
      "SELECT COUNT(*) FROM tenant_key "
      "WHERE tenant = :tenant AND key_use = :key_use AND generation = :generation",
      {next.tenant, use, std::int64_t{next.generation}});
  if (!there) return there.error();
  if (std::get<0>(**there) == 0) {
    return Error{ErrorCode::not_found, "no such key of tenant " + next.tenant.text()};
  }
  return Error{ErrorCode::conflict, "the key of tenant " + next.tenant.text() + " has changed"};
}

Status SqlKeyStore::put_subject_key(Transaction& transaction, const SubjectKey& key) {
  const auto changed =
      database_.of(transaction)
          .change(
              "INSERT INTO subject_key (tenant, subject, generation, wrapped, made_ms, "
              "erasure_asked_ms, destroyed_ms) VALUES (:tenant, :subject, :generation, :wrapped, "
              ":made_ms, :erasure_asked_ms, :destroyed_ms) "
              "ON CONFLICT (tenant, subject) DO NOTHING",
              {key.tenant, key.subject, std::int64_t{key.generation}, ByteView(key.wrapped),
               key.made_at, key.erasure_asked_at, key.destroyed_at});
  if (!changed) return changed.error();
  if (*changed == 1) return {};
  return Error{ErrorCode::conflict, "subject " + key.subject.text() + " has, or had, a key"};
}

Result<std::optional<SubjectKey>> SqlKeyStore::subject_key(const TenantId& tenant,
                                                           const SubjectId& subject) const {
  return database_.read([&](SqlTransaction& sql) { return one_subject_key(sql, tenant, subject); });
}

Result<std::vector<SubjectKey>> SqlKeyStore::subject_keys_before(const TenantId& tenant,
                                                                 std::uint32_t generation,
                                                                 std::size_t count_max) const {
  return database_.read([&](SqlTransaction& sql) {
    return subject_keys_where(
        sql,
        "SELECT tenant, subject, generation, wrapped, made_ms, erasure_asked_ms, destroyed_ms "
        "FROM subject_key WHERE tenant = :tenant AND generation < :generation "
        "AND destroyed_ms IS NULL ORDER BY generation, subject LIMIT :count",
        {tenant, std::int64_t{generation}, count(count_max)});
  });
}

Status SqlKeyStore::rewrap_subject_key(Transaction& transaction, const SubjectKey& next,
                                       ByteView expected) {
  SqlTransaction& sql = database_.of(transaction);
  const auto changed = sql.change(
      "UPDATE subject_key SET wrapped = :wrapped, generation = :generation WHERE tenant = :tenant "
      "AND subject = :subject AND wrapped = :expected AND destroyed_ms IS NULL",
      {ByteView(next.wrapped), std::int64_t{next.generation}, next.tenant, next.subject, expected});
  if (!changed) return changed.error();
  if (*changed == 1) return {};
  const Status there = subject_key_must_be_there(sql, next.tenant, next.subject);
  if (!there) return there;
  return Error{ErrorCode::conflict,
               "the key of subject " + next.subject.text() + " has changed or is destroyed"};
}

Status SqlKeyStore::note_erasure_asked(Transaction& transaction, const TenantId& tenant,
                                       const SubjectId& subject, Timestamp at) {
  SqlTransaction& sql = database_.of(transaction);
  const auto changed = sql.change(
      "UPDATE subject_key SET erasure_asked_ms = :at "
      "WHERE tenant = :tenant AND subject = :subject AND erasure_asked_ms IS NULL",
      {at, tenant, subject});
  if (!changed) return changed.error();
  if (*changed == 1) return {};
  return subject_key_must_be_there(sql, tenant, subject);
}

Status SqlKeyStore::destroy_subject_key(Transaction& transaction, const TenantId& tenant,
                                        const SubjectId& subject, Timestamp at) {
  SqlTransaction& sql = database_.of(transaction);
  const auto changed = sql.change(
      "UPDATE subject_key SET wrapped = '', destroyed_ms = :at "
      "WHERE tenant = :tenant AND subject = :subject AND destroyed_ms IS NULL",
      {at, tenant, subject});
  if (!changed) return changed.error();
  if (*changed == 1) return {};
  return subject_key_must_be_there(sql, tenant, subject);
}

}  // namespace pixiu::storage
