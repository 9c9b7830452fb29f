#pragma once

#include "base/result.h"

#include <cstddef>
#include <string_view>

namespace pixiu::cases {

// Whether people can read a text back as it was written: well-formed UTF-8 (RFC 3629) without
// control characters other than line feed and tab, and without the marks that turn the direction
// of writing (U+202A..202E, U+2066..2069), up to `bytes_max`. It may hold HTML; nothing here is
// markup. Errors: invalid_input, limit_exceeded.
Status check_text(std::string_view text, std::size_t bytes_max);

// How many characters of a well-formed text are neither space nor punctuation of ASCII: what was
// said, not how it was filled up.
std::size_t written_characters(std::string_view text);

}  // namespace pixiu::cases
