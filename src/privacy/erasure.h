#pragma once

#include "base/clock.h"
#include "base/ids.h"
#include "privacy/key_store.h"
#include "privacy/privacy_record.h"

namespace pixiu::privacy {

// Whether something forbids erasing a subject: vault knows of legal holds.
class HoldCheck {
 public:
  virtual ~HoldCheck() = default;

  // Seen from within the transaction that erases, so that nothing comes between the look and the
  // erasure.
  virtual Result<bool> is_held(Transaction& transaction, const TenantId& tenant,
                               const SubjectId& subject) const = 0;
};

struct ErasureRequest {
  EventId id;  // of the record of it: the same when the request is repeated
  TenantId tenant;
  SubjectId subject;
  UserId actor;
  Timestamp at;
};

struct ErasureParts {
  KeyStore& store;
  const HoldCheck& holds;
  PrivacyRecord& record;
};

enum class ErasureOutcome {
  erased,
  held,  // nothing was erased; that it was asked for is noted, and only legal purposes are left
};

// Erases a subject by destroying its key, as a part of `transaction`: what was sealed under it, in
// every row, blob and copy, opens no more once the transaction is durable. Recorded in the same
// transaction, as erased or as refused. Idempotent. A legal hold stands above an erasure
// (docs/adr/0007-*): when the last one is lifted, the erasure is carried out by asking again.
//
// What stands unsealed elsewhere (salts of events, blobs) is the caller's to remove, in the same
// transaction or after it.
//
// Errors: not_found (the subject has no key), those of the stores.
Result<ErasureOutcome> erase_subject(Transaction& transaction, ErasureParts parts,
                                     const ErasureRequest& request);

}  // namespace pixiu::privacy
