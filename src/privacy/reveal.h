#pragma once

#include "base/clock.h"
#include "privacy/privacy_record.h"
#include "privacy/sealed_field.h"

#include <chrono>
#include <cstddef>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <utility>
#include <vector>

// The only way from sealed personal data to somebody's eyes.
namespace pixiu::privacy {

// Which fields a purpose needs (PIPL, article 6: no more than the purpose needs). As data:
//
//   contact          name, phone, email
//   visit            name, phone, address
//   dispute          order_number, statement
//   legal            all
//   show_to_subject  all
//   seal             none: nobody sees what is sealed
bool purpose_covers(Purpose purpose, FieldKind kind);

// A sealed value and what it is. The views live as long as the call it is given to.
struct SealedField {
  FieldKind kind = FieldKind::name;
  FieldPlace place;
  ByteView sealed;
};

// Who asks, and what for.
struct RevealRequest {
  TenantId tenant;
  SubjectId subject;
  UserId actor;
  Purpose purpose = Purpose::contact;
  std::optional<ClaimId> claim;
};

struct RevealedField {
  FieldKind kind = FieldKind::name;
  Sensitive<std::string> value;
};

struct MaskedField {
  FieldKind kind = FieldKind::name;
  std::string text;
};

// How many reveals an actor has in a time; counted by this process, from its start.
struct RevealQuota {
  std::size_t count_max = 200;
  std::chrono::milliseconds time = std::chrono::hours(1);
};

struct RevealParts {
  Keyring& keyring;
  FieldSealer& sealer;
  PrivacyRecord& record;
  Transactions& transactions;
  Entropy& entropy;
  const Clock& clock;
};

// Thread-safe. What it works with outlives it.
class Revealer {
 public:
  explicit Revealer(RevealParts parts, RevealQuota quota = {}) : parts_(parts), quota_(quota) {}

  // Opens those of `fields` that the purpose covers, and leaves the others out. The step is
  // recorded, durably, before the first is opened; a reveal that cannot be recorded does not take
  // place. Fields of another tenant are refused.
  //
  // Errors: permission_denied (the purpose covers none of the fields; the subject asked for
  // erasure, so that only `legal` and `show_to_subject` are left; a field of another tenant),
  // limit_exceeded (the actor's quota), not_found (erased, or nothing was ever sealed), corrupted,
  // those of the record.
  Result<std::vector<RevealedField>> reveal(const RevealRequest& request,
                                            std::span<const SealedField> fields);

  // All of `fields`, masked: what everybody sees who may see the row. Not recorded. An erased
  // subject's are empty. Errors: corrupted, unavailable, permission_denied (another tenant's).
  Result<std::vector<MaskedField>> masked_fields(const TenantId& tenant, const SubjectId& subject,
                                                 std::span<const SealedField> fields);

 private:
  Status check_subject(const RevealRequest& request) const;
  Status take_from_quota(const RevealRequest& request);

  RevealParts parts_;
  RevealQuota quota_;
  std::mutex mutex_;
  std::map<std::pair<TenantId, UserId>, std::deque<Timestamp>> reveals_;  // within quota_.time
};

}  // namespace pixiu::privacy
