#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pixiu::sandbox {

// Valid UTF-8 (no overlong forms, no surrogates, at most U+10FFFF) without control characters
// (C0, DEL, C1): safe to hand to a terminal or a log.
bool is_plain_text(std::string_view text);

// `text` with everything that is_plain_text refuses replaced by '?', cut to `size_max` bytes.
std::string as_plain_text(std::string_view text, std::size_t size_max);

// One or more of a-z, 0-9 and underscore: what our own names look like.
bool is_plain_name(std::string_view text);

// Exactly 64 characters 0-9 a-f.
bool is_sha256_hex(std::string_view text);

// How deep brackets nest in a JSON text, strings left out. Looks at no more than it must: stops
// counting at `depth_max` + 1. Of text that is no JSON it says something, but never too little.
int json_nesting(std::string_view text, int depth_max);

}  // namespace pixiu::sandbox
