#pragma once

#include <cstdint>
#include <string>

namespace pixiu::media {

// Appends one code point (0..0x10FFFF; the caller's care) as UTF-8.
void append_utf8(std::string& out, std::uint32_t code_point);

}  // namespace pixiu::media
