#pragma once

#include "base/transaction.h"
#include "vault/exhibit.h"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace pixiu::vault {

// Where exhibits and legal holds are kept, beside the events in one database. Thread-safe.
// Implementations run the contract of vault/exhibit_store_contract_testing.h. Writes are parts of
// a transaction and durable when that is.
//
// Errors of every method, beside its own: unavailable, corrupted (naming the id).
class ExhibitStore {
 public:
  virtual ~ExhibitStore() = default;

  // Stores an exhibit. Idempotent by id: one of equal claim, subject, sha256 and size is left as it
  // is (its blob and wrapped key stand; those of the argument are not used).
  // Errors: conflict when the id is stored with another content.
  virtual Status put(Transaction& transaction, const Exhibit& exhibit) = 0;

  // Errors: not_found, also for another tenant's exhibit.
  virtual Result<StoredExhibit> get(const TenantId& tenant, const ExhibitId& exhibit) const = 0;

  // The exhibits of a claim, of a subject, in the order of their ids, `count_max` at most
  // (1..1000, checked) after the id `after`.
  struct Page {
    std::optional<ExhibitId> after;
    std::size_t count_max = 200;
  };
  virtual Result<std::vector<StoredExhibit>> of_claim(const TenantId& tenant, const ClaimId& claim,
                                                      const Page& page) const = 0;
  virtual Result<std::vector<StoredExhibit>> of_subject(const TenantId& tenant,
                                                        const SubjectId& subject,
                                                        const Page& page) const = 0;
  // Of every tenant: for fsck and retention.
  virtual Result<std::vector<StoredExhibit>> all(const Page& page) const = 0;

  // Marks an exhibit as damaged, or whole again. Idempotent; a second reason replaces the first.
  // Errors: not_found.
  virtual Status set_quarantine(Transaction& transaction, const TenantId& tenant,
                                const ExhibitId& exhibit,
                                const std::optional<Quarantine>& quarantine) = 0;

  // Destroys the wrapped key and notes the time; digests and custody stay. Idempotent: the first
  // time stands. Errors: not_found; conflict while the claim or the subject is held.
  virtual Status erase(Transaction& transaction, const TenantId& tenant, const ExhibitId& exhibit,
                       Timestamp at) = 0;

  // Replaces a wrapped key, as rotation does, if it is still `expected`. Errors: not_found,
  // conflict (it is another one by now).
  virtual Status replace_wrapped_key(Transaction& transaction, const TenantId& tenant,
                                     const ExhibitId& exhibit, ByteView expected,
                                     ByteView next) = 0;

  // Errors: not_found.
  virtual Status set_retention_class(Transaction& transaction, const TenantId& tenant,
                                     const ExhibitId& exhibit, std::string_view word) = 0;

  // Places a hold; idempotent by tenant, claim and subject, the first one stands.
  virtual Status place_hold(Transaction& transaction, const LegalHold& hold) = 0;
  // Lifts it. Idempotent.
  virtual Status lift_hold(Transaction& transaction, const TenantId& tenant, const ClaimId& claim,
                           const SubjectId& subject) = 0;
  // The holds in force, of a claim or of a subject, in the order of their ids.
  virtual Result<std::vector<LegalHold>> holds_of_claim(const TenantId& tenant,
                                                        const ClaimId& claim) const = 0;
  virtual Result<std::vector<LegalHold>> holds_of_subject(const TenantId& tenant,
                                                          const SubjectId& subject) const = 0;
  // The same for a subject, seen from within a transaction, so that nothing can come between the
  // look and the erasure.
  virtual Result<std::vector<LegalHold>> holds_of_subject(Transaction& transaction,
                                                          const TenantId& tenant,
                                                          const SubjectId& subject) const = 0;
};

}  // namespace pixiu::vault
