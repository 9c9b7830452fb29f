#include "vault/privacy_events.h"

#include "base/check.h"

#include <string>
#include <utility>
#include <vector>

namespace pixiu::vault {
namespace {

using nlohmann::json;
using privacy::PrivacyStep;

// The time of a step that was decided elsewhere.
class FixedClock final : public Clock {
 public:
  explicit FixedClock(Timestamp now) : now_(now) {}
  Timestamp now() const override { return now_; }

 private:
  Timestamp now_;
};

std::string kind_of(PrivacyStep::Kind kind) {
  switch (kind) {
    case PrivacyStep::Kind::revealed: return "subject.revealed";
    case PrivacyStep::Kind::erased: return "subject.erased";
    case PrivacyStep::Kind::erasure_refused: return "subject.erasure_refused";
  }
  PIXIU_CHECK(false);
}

}  // namespace

Status PrivacyEvents::append(Transaction& transaction, const PrivacyStep& step) {
  json body = json::object();
  if (step.claim) body["claim"] = step.claim->text();
  if (step.purpose) body["purpose"] = purpose_name(*step.purpose);
  for (const privacy::FieldKind field : step.fields) {
    body["fields"].push_back(privacy::field_kind_name(field));
  }
  auto event = make_event({.tenant = step.tenant,
                           .stream = Stream::of(step.subject),
                           .kind = kind_of(step.kind),
                           .actor = Actor::user(step.actor),
                           .body = std::move(body),
                           .id = step.id},
                          FixedClock(step.at), entropy_);
  if (!event) return event.error();
  return events_.append(transaction, std::vector{*std::move(event)});
}

Result<bool> LegalHolds::is_held(Transaction& transaction, const TenantId& tenant,
                                 const SubjectId& subject) const {
  const auto holds = exhibits_.holds_of_subject(transaction, tenant, subject);
  if (!holds) return holds.error();
  return !holds->empty();
}

}  // namespace pixiu::vault
