#pragma once

#include "base/ids.h"
#include "base/result.h"
#include "base/sensitive.h"
#include "base/timestamp.h"
#include "base/transaction.h"
#include "privacy/mask.h"

#include <optional>
#include <vector>

namespace pixiu::privacy {

// A step with somebody's data that has to be found again: who did it, when, what for, which fields.
// Never a value.
struct PrivacyStep {
  enum class Kind { revealed, erased, erasure_refused };

  EventId id;  // made once, so that a step that is carried out again is recorded once
  Kind kind = Kind::revealed;
  TenantId tenant;
  SubjectId subject;
  UserId actor;
  std::optional<ClaimId> claim;
  std::optional<Purpose> purpose;  // of a reveal
  std::vector<FieldKind> fields;   // of a reveal, in the order of the enumerators
  Timestamp at;
};

// Where such steps are recorded; vault keeps them as events. Thread-safe.
class PrivacyRecord {
 public:
  virtual ~PrivacyRecord() = default;

  // Takes part in `transaction`: recorded when that is durable. Errors: those of the store.
  virtual Status append(Transaction& transaction, const PrivacyStep& step) = 0;
};

}  // namespace pixiu::privacy
