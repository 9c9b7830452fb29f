#pragma once

#include "privacy/key_store.h"
#include "storage/database.h"

namespace pixiu::storage {

// Wrapped keys in a database. The contract is privacy::KeyStore's. `database` outlives it.
class SqlKeyStore final : public privacy::KeyStore {
 public:
  explicit SqlKeyStore(Database& database) : database_(database) {}

  Status put_master_key_check(Transaction& transaction,
                              const privacy::MasterKeyCheck& check) override;
  Status remove_master_key_check(Transaction& transaction, std::string_view master_key) override;
  Result<std::vector<privacy::MasterKeyCheck>> master_key_checks() const override;
  Status put_tenant_key(Transaction& transaction, const privacy::TenantKey& key) override;
  Result<std::vector<privacy::TenantKey>> tenant_keys(const TenantId& tenant,
                                                      privacy::TenantKeyUse use) const override;
  Result<std::vector<privacy::TenantKey>> tenant_keys_wrapped_by(
      std::string_view master_key, std::size_t count_max) const override;
  Status rewrap_tenant_key(Transaction& transaction, const privacy::TenantKey& next,
                           ByteView expected) override;
  Status put_subject_key(Transaction& transaction, const privacy::SubjectKey& key) override;
  Result<std::optional<privacy::SubjectKey>> subject_key(const TenantId& tenant,
                                                         const SubjectId& subject) const override;
  Result<std::vector<privacy::SubjectKey>> subject_keys_before(
      const TenantId& tenant, std::uint32_t generation, std::size_t count_max) const override;
  Status rewrap_subject_key(Transaction& transaction, const privacy::SubjectKey& next,
                            ByteView expected) override;
  Status note_erasure_asked(Transaction& transaction, const TenantId& tenant,
                            const SubjectId& subject, Timestamp at) override;
  Status destroy_subject_key(Transaction& transaction, const TenantId& tenant,
                             const SubjectId& subject, Timestamp at) override;

 private:
  Database& database_;
};

}  // namespace pixiu::storage
