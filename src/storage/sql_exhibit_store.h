#pragma once

#include "storage/database.h"
#include "vault/exhibit_store.h"

namespace pixiu::storage {

// Exhibits and legal holds in a database. The contract is vault::ExhibitStore's. `database`
// outlives it. Placing, lifting, looking from within a transaction and erasing take turns a tenant,
// so that no hold comes between a look and the erasure that rests on it.
class SqlExhibitStore final : public vault::ExhibitStore {
 public:
  explicit SqlExhibitStore(Database& database) : database_(database) {}

  Status put(Transaction& transaction, const vault::Exhibit& exhibit) override;
  Result<vault::StoredExhibit> get(const TenantId& tenant, const ExhibitId& exhibit) const override;
  Result<std::vector<vault::StoredExhibit>> of_claim(const TenantId& tenant, const ClaimId& claim,
                                                     const Page& page) const override;
  Result<std::vector<vault::StoredExhibit>> of_subject(const TenantId& tenant,
                                                       const SubjectId& subject,
                                                       const Page& page) const override;
  Result<std::vector<vault::StoredExhibit>> all(const Page& page) const override;
  Status set_quarantine(Transaction& transaction, const TenantId& tenant, const ExhibitId& exhibit,
                        const std::optional<vault::Quarantine>& quarantine) override;
  Status erase(Transaction& transaction, const TenantId& tenant, const ExhibitId& exhibit,
               Timestamp at) override;
  Status replace_wrapped_key(Transaction& transaction, const TenantId& tenant,
                             const ExhibitId& exhibit, ByteView expected, ByteView next) override;
  Status set_retention_class(Transaction& transaction, const TenantId& tenant,
                             const ExhibitId& exhibit, std::string_view word) override;
  Status place_hold(Transaction& transaction, const vault::LegalHold& hold) override;
  Status lift_hold(Transaction& transaction, const TenantId& tenant, const ClaimId& claim,
                   const SubjectId& subject) override;
  Result<std::vector<vault::LegalHold>> holds_of_claim(const TenantId& tenant,
                                                       const ClaimId& claim) const override;
  Result<std::vector<vault::LegalHold>> holds_of_subject(const TenantId& tenant,
                                                         const SubjectId& subject) const override;
  Result<std::vector<vault::LegalHold>> holds_of_subject(Transaction& transaction,
                                                         const TenantId& tenant,
                                                         const SubjectId& subject) const override;

 private:
  Database& database_;
};

}  // namespace pixiu::storage
