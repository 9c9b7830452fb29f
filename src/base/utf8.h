#pragma once

#include <cstddef>
#include <string_view>

namespace pixiu {

// Bytes (1..4) of the well-formed UTF-8 character (Unicode 15, table 3-7) that starts at `at`; 0
// when none does. `at` lies within the text.
std::size_t utf8_character_bytes(std::string_view text, std::size_t at);

// True for well-formed UTF-8: no surrogates, nothing overlong.
bool is_utf8(std::string_view text);

}  // namespace pixiu
