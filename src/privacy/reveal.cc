#include "privacy/reveal.h"

#include "base/check.h"

#include <algorithm>
#include <array>
#include <set>

namespace pixiu::privacy {
namespace {

using enum FieldKind;

struct PurposeRow {
  Purpose purpose;
  std::array<bool, 6> covers;  // name, phone, email, address, order_number, statement
};

constexpr std::array table{
    PurposeRow{Purpose::seal, {false, false, false, false, false, false}},
    PurposeRow{Purpose::show_to_subject, {true, true, true, true, true, true}},
    PurposeRow{Purpose::contact, {true, true, true, false, false, false}},
    PurposeRow{Purpose::visit, {true, true, false, true, false, false}},
    PurposeRow{Purpose::dispute, {false, false, false, false, true, true}},
    PurposeRow{Purpose::legal, {true, true, true, true, true, true}},
};

bool is_left_after_erasure_was_asked(Purpose purpose) {
  return purpose == Purpose::legal || purpose == Purpose::show_to_subject;
}

Status check_tenant(const TenantId& tenant, std::span<const SealedField> fields) {
  const bool is_own = std::all_of(fields.begin(), fields.end(), [&](const SealedField& field) {
    return field.place.tenant == tenant;
  });
  if (is_own) return {};
  return Error{ErrorCode::permission_denied, "a field belongs to another tenant"};
}

}  // namespace

bool purpose_covers(Purpose purpose, FieldKind kind) {
  const auto* row =
      std::find_if(table.begin(), table.end(),
                   [purpose](const PurposeRow& candidate) { return candidate.purpose == purpose; });
  PIXIU_CHECK(row != table.end());
  return row->covers.at(static_cast<std::size_t>(kind));
}

Status Revealer::check_subject(const RevealRequest& request) const {
  const auto state = parts_.keyring.state_of(request.tenant, request.subject);
  if (!state) return state.error();
  if (*state == SubjectState::unknown || *state == SubjectState::erased) {
    return Error{ErrorCode::not_found, "the subject has no key, or was erased"};
  }
  if (*state == SubjectState::restricted && !is_left_after_erasure_was_asked(request.purpose)) {
    return Error{
        ErrorCode::permission_denied,
        "the subject asked for erasure; what a legal hold keeps serves legal purposes only"};
  }
  return {};
}

Status Revealer::take_from_quota(const RevealRequest& request) {
  const auto now = parts_.clock.now();
  const std::lock_guard lock(mutex_);
  auto& times = reveals_[{request.tenant, request.actor}];
  while (!times.empty() && times.front() + quota_.time <= now) times.pop_front();
  if (times.size() >= quota_.count_max) {
    return Error{ErrorCode::limit_exceeded, "this user has revealed " +
                                                std::to_string(quota_.count_max) +
                                                " times of late; wait, or ask for a higher quota"};
  }
  times.push_back(now);
  return {};
}

Result<std::vector<RevealedField>> Revealer::reveal(const RevealRequest& request,
                                                    std::span<const SealedField> fields) {
  if (auto status = check_tenant(request.tenant, fields); !status) return status.error();
  std::set<FieldKind> kinds;
  for (const auto& field : fields) {
    if (purpose_covers(request.purpose, field.kind)) kinds.insert(field.kind);
  }
  if (kinds.empty()) {
    return Error{ErrorCode::permission_denied, "the purpose " +
                                                   std::string(purpose_name(request.purpose)) +
                                                   " covers none of these fields"};
  }
  if (auto status = check_subject(request); !status) return status.error();
  if (auto status = take_from_quota(request); !status) return status.error();

  const PrivacyStep step{.id = EventId::make(parts_.clock, parts_.entropy),
                         .kind = PrivacyStep::Kind::revealed,
                         .tenant = request.tenant,
                         .subject = request.subject,
                         .actor = request.actor,
                         .claim = request.claim,
                         .purpose = request.purpose,
                         .fields = {kinds.begin(), kinds.end()},
                         .at = parts_.clock.now()};
  auto recorded = parts_.transactions.run(
      [&](Transaction& transaction) { return parts_.record.append(transaction, step); });
  if (!recorded) return recorded.error();

  std::vector<RevealedField> revealed;
  for (const auto& field : fields) {
    if (!kinds.contains(field.kind)) continue;
    auto value = parts_.sealer.open(field.place, request.subject, field.sealed);
    if (!value) return value.error();
    revealed.push_back({field.kind, std::move(*value)});
  }
  return revealed;
}

Result<std::vector<MaskedField>> Revealer::masked_fields(const TenantId& tenant,
                                                         const SubjectId& subject,
                                                         std::span<const SealedField> fields) {
  if (auto status = check_tenant(tenant, fields); !status) return status.error();
  std::vector<MaskedField> shown;
  for (const auto& field : fields) {
    const auto value = parts_.sealer.open(field.place, subject, field.sealed);
    if (!value && value.error().code != ErrorCode::not_found) return value.error();
    shown.push_back(
        {field.kind, value ? masked(field.kind, value->reveal(Purpose::seal)) : std::string()});
  }
  return shown;
}

}  // namespace pixiu::privacy
