#pragma once

#include "base/bytes.h"

#include <string>
#include <vector>

namespace pixiu::provenance::gb45438 {

// The bytes a text may stand for: hexadecimal, then Base64 (both alphabets, padded or not); none,
// one or two readings. Texts over 16 KiB have none.
std::vector<Bytes> readings_as_bytes(const std::string& text);

}  // namespace pixiu::provenance::gb45438
