#include "cases/decide.h"

#include "base/limits.h"
#include "cases/body_texts.h"
#include "cases/transitions.h"

#include <algorithm>
#include <utility>

namespace pixiu::cases {
namespace {

tl::unexpected<Refusal> refuse(ErrorCode code, std::string_view reason, std::string en,
                               std::string zh) {
  return tl::unexpected<Refusal>({code, reason, {std::move(en), std::move(zh)}});
}

// No row: because of the role, or because of the state.
tl::unexpected<Refusal> refuse_without_row(const Claim& claim, const ClaimEvent& event) {
  const auto rows = transitions();
  const bool is_anybodys = std::any_of(rows.begin(), rows.end(), [&](const Transition& row) {
    return row.event == event.body.index() && row.from.holds(claim.state);
  });
  if (is_anybodys) {
    return refuse(ErrorCode::permission_denied, "not_your_role",
                  "Somebody in another role does this.", "该操作须由其他角色进行。");
  }
  return refuse(
      ErrorCode::conflict, "not_possible_now",
      "This is not possible now: the claim is " + std::string(name_of(claim.state)) + ".",
      "售后单当前状态（" + std::string(chinese_name_of(claim.state)) + "）下不能进行该操作。");
}

std::optional<Refusal> first_objection(const Claim& claim, const Command& command) {
  if (command.expected_version && *command.expected_version != claim.version) {
    return Refusal{
        ErrorCode::conflict,
        "moved_on",
        {"The claim has moved on since you looked at it.", "售后单已有新进展，请刷新后再试。"}};
  }
  if (claim.version != 0 && (command.claim != claim.id || command.tenant != claim.tenant)) {
    return Refusal{
        ErrorCode::not_found, "another_claim", {"There is no such claim.", "没有该售后单。"}};
  }
  if (claim.version >= limits::claim_events_max) {
    return Refusal{ErrorCode::limit_exceeded,
                   "too_many_events",
                   {"Too much has happened to this claim.", "该售后单的记录数量已达上限。"}};
  }
  if (const Status status = check_body(command.body); !status) {
    return Refusal{status.error().code, "malformed", {status.error().message, "内容格式有误。"}};
  }
  return std::nullopt;
}

}  // namespace

Decided decide(const Claim& claim, const Command& command, const Calendar& calendar,
               Timestamp now) {
  if (claim.event_ids.contains(command.id)) return std::nullopt;
  if (std::optional<Refusal> refusal = first_objection(claim, command)) {
    return tl::unexpected<Refusal>(*std::move(refusal));
  }
  ClaimEvent event;
  event.id = command.id;
  event.tenant = command.tenant;
  event.claim = command.claim;
  event.sequence = claim.version + 1;
  event.time = now;
  event.actor = command.actor;
  event.body = command.body;

  const Transition* row = find_transition(claim, event);
  if (row == nullptr) return refuse_without_row(claim, event);
  const Situation situation{claim, event, calendar, std::max(now, claim.time)};
  for (std::size_t i = 0; i < gate_count; ++i) {
    const auto gate = static_cast<Gate>(i);
    if (!row->gates.holds(gate) || is_open(gate, situation)) continue;
    return tl::unexpected<Refusal>({gate_error_code(gate), gate_name(gate), gate_text(gate)});
  }
  return event;
}

}  // namespace pixiu::cases
