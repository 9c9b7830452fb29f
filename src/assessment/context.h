#pragma once

#include "assessment/assess.h"
#include "base/result.h"

#include <string_view>

namespace pixiu::assessment {

// True when `text` is a date and time of RFC 3339 (section 5.6) that exists in the calendar, e.g.
// "2026-03-01T09:30:00+08:00".
bool is_rfc3339(std::string_view text);

// The claim's context from its JSON object. Unknown keys are ignored: they never influence a
// finding. Errors: invalid_input with the key when a known key has the wrong type or no valid time.
Result<Context> parse_context(const nlohmann::json& object);

// The same from JSON text, at most 64 KiB, nesting at most 64.
Result<Context> parse_context_text(std::string_view json_text);

}  // namespace pixiu::assessment
