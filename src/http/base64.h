#pragma once

#include "base/bytes.h"

#include <string>

namespace pixiu::http {

// Base 64 with padding (RFC 4648, 4).
std::string to_base64(ByteView bytes);

}  // namespace pixiu::http
