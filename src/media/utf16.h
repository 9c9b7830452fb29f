#pragma once

#include "base/bytes.h"

#include <string>

namespace pixiu::media {

// UTF-16 as UTF-8. The byte order is told by a byte order mark, else by where most zero bytes stand
// (writers of EXIF disagree whether it follows the block), else it is
// `is_little_endian_if_unknown`. Halves of surrogate pairs that stand alone become '?'; a last odd
// byte is left out.
std::string utf8_from_utf16(ByteView bytes, bool is_little_endian_if_unknown);

}  // namespace pixiu::media
