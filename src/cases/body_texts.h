#pragma once

#include "cases/event.h"

#include <functional>
#include <string>
#include <string_view>

// The texts of an event: checked when they come in, sealed before they are stored.
namespace pixiu::cases {

// Whether what somebody wants recorded can be kept: every text readable (written_text.h) and at
// most claim_text_bytes_max, claim_event_text_bytes_max all together, no list longer than
// claim_list_count_max. Errors: invalid_input, limit_exceeded; the message names the field.
Status check_body(const EventBody& body);

// The same for an event that is stored, whose texts may be sealed: claim_stored_text_bytes_max a
// text, and no bound on their sum but that of the whole event.
Status check_stored_body(const EventBody& body);

// Calls `rewrite` with every text that a person wrote (grounds, text, note) and the name of its
// field, to seal or to open it. The fold reads none of them: a claim is the same from sealed
// events. Errors: the first that `rewrite` returns.
Status rewrite_personal_texts(
    EventBody& body,
    const std::function<Status(std::string_view field, std::string& text)>& rewrite);

}  // namespace pixiu::cases
