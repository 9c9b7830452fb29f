#pragma once

#include "base/result.h"
#include "tlog/note_key.h"

#include <string>

namespace pixiu {

// Reads a key that `pixiu log-key` made. Errors: not_found, permission_denied (others than the
// owner can read it), invalid_input, unsupported; with the file's name, never with a part of the
// key.
Result<tlog::SigningKey> read_signing_key(const std::string& file);

}  // namespace pixiu
