#pragma once

#include "base/result.h"

#include <chrono>
#include <string>
#include <string_view>

namespace pixiu {

// A point in time in UTC, to the millisecond. Never a local time.
using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

// "2026-03-04T05:06:07.089Z": RFC 3339 in UTC, always with three digits of a second.
// The year must be 0000..9999, which all that parse_timestamp returns is.
std::string format_timestamp(Timestamp time);

// RFC 3339 (section 5.6) with any offset, "T" and "Z" in either case. Digits beyond the millisecond
// are dropped. A leap second (23:59:60 UTC) is the first moment of the next day.
// Errors: invalid_input.
Result<Timestamp> parse_timestamp(std::string_view text);

}  // namespace pixiu
