#pragma once

#include "base/bytes.h"
#include "base/result.h"

#include <string>
#include <string_view>

namespace pixiu {

// Base 64 with padding (RFC 4648, section 4).
std::string to_base64(ByteView bytes);

// Reads exactly what to_base64 writes: padded, without line breaks, the unused bits zero, so that
// two texts never stand for the same bytes. Errors: invalid_input.
Result<Bytes> from_base64(std::string_view text);

}  // namespace pixiu
