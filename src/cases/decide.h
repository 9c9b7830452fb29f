#pragma once

#include "cases/claim.h"
#include "cases/gates.h"

#include <optional>
#include <string_view>

#include <tl/expected.hpp>

// The one way to a new event: a command is the event that somebody wants recorded, and it becomes
// one when the transition table has a row for it and every gate of the row is open.
namespace pixiu::cases {

struct Command {
  EventId id = no_id<EventId>();  // made at the edge; a repeated command carries the same one
  TenantId tenant = no_id<TenantId>();
  ClaimId claim = no_id<ClaimId>();
  Actor actor;
  std::optional<std::uint64_t> expected_version;  // refused when the claim has moved on
  EventBody body;
};

// Why not. `reason` is a gate's name, or "moved_on", "not_possible_now", "not_your_role",
// "malformed", "too_many_events", "another_claim".
struct Refusal {
  ErrorCode code = ErrorCode::conflict;
  std::string_view reason;
  Summary text;

  Error error() const { return {code, text.en}; }
};

// The event to append; nothing when this very command was carried out before.
using Decided = tl::expected<std::optional<ClaimEvent>, Refusal>;

// Pure: reads the claim, changes nothing. `now` is the clock's; a clock behind the claim's own time
// counts as that time. Cost: a scan of the table and of the claim's exhibits.
Decided decide(const Claim& claim, const Command& command, const Calendar& calendar, Timestamp now);

}  // namespace pixiu::cases
