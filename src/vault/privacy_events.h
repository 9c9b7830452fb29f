#pragma once

#include "base/entropy.h"
#include "privacy/erasure.h"
#include "privacy/privacy_record.h"
#include "vault/event_store.h"
#include "vault/exhibit_store.h"

// What privacy asks of the record: its steps as events of the subject's stream, and legal holds.
namespace pixiu::vault {

// Steps as events "subject.revealed", "subject.erased" and "subject.erasure_refused" whose body
// names the purpose and the fields, never a value. Parts outlive it. Thread-safe.
class PrivacyEvents final : public privacy::PrivacyRecord {
 public:
  PrivacyEvents(EventStore& events, Entropy& entropy) : events_(events), entropy_(entropy) {}

  Status append(Transaction& transaction, const privacy::PrivacyStep& step) override;

 private:
  EventStore& events_;
  Entropy& entropy_;
};

// A subject is held while any claim that holds its data is. `exhibits` outlives it. Thread-safe.
class LegalHolds final : public privacy::HoldCheck {
 public:
  explicit LegalHolds(const ExhibitStore& exhibits) : exhibits_(exhibits) {}

  Result<bool> is_held(Transaction& transaction, const TenantId& tenant,
                       const SubjectId& subject) const override;

 private:
  const ExhibitStore& exhibits_;
};

}  // namespace pixiu::vault
