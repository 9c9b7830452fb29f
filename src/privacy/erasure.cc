#include "privacy/erasure.h"

namespace pixiu::privacy {

Result<ErasureOutcome> erase_subject(Transaction& transaction, ErasureParts parts,
                                     const ErasureRequest& request) {
  const auto is_held = parts.holds.is_held(transaction, request.tenant, request.subject);
  if (!is_held) return is_held.error();
  auto status = *is_held ? parts.store.note_erasure_asked(transaction, request.tenant,
                                                          request.subject, request.at)
                         : parts.store.destroy_subject_key(transaction, request.tenant,
                                                           request.subject, request.at);
  if (!status) return status.error();
  status = parts.record.append(transaction, {.id = request.id,
                                             .kind = *is_held ? PrivacyStep::Kind::erasure_refused
                                                              : PrivacyStep::Kind::erased,
                                             .tenant = request.tenant,
                                             .subject = request.subject,
                                             .actor = request.actor,
                                             .claim = std::nullopt,
                                             .purpose = std::nullopt,
                                             .fields = {},
                                             .at = request.at});
  if (!status) return status.error();
  return *is_held ? ErasureOutcome::held : ErasureOutcome::erased;
}

}  // namespace pixiu::privacy
