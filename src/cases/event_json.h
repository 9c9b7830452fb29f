#pragma once

#include "cases/event.h"

#include <nlohmann/json.hpp>

namespace pixiu::cases {

// The JSON form of an event, pixiu.claim_event/1 (docs/formats/claim_event.md):
//   {"schema", "id", "tenant", "claim", "sequence", "time", "actor": {"user", "role"}, "kind",
//    "body": {...}}
nlohmann::json event_to_json(const ClaimEvent& event);

// Every field must be there and no other; texts are checked as check_stored_body does.
// Errors: invalid_input, limit_exceeded; the message names the field.
Result<ClaimEvent> event_from_json(const nlohmann::json& json);
// From foreign bytes. Errors: as above, also for what is no JSON or over claim_event_bytes_max.
Result<ClaimEvent> parse_event(std::string_view json_text);

// One body alone. What a client sends is checked by check_body besides, in decide().
nlohmann::json body_to_json(const EventBody& body);
Result<EventBody> body_from_json(std::string_view kind, const nlohmann::json& json);

}  // namespace pixiu::cases
