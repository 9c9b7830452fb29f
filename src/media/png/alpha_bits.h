#pragma once

#include "base/bytes.h"

#include <cstddef>
#include <string>

namespace pixiu::media::png {

// The bytes that the lowest bits of a PNG's alpha channel spell, column by column from the left,
// highest bit first; the first `byte_count` of them. Some generators hide their settings there.
//
// Empty unless the file is a PNG of 8-bit RGBA, not interlaced, and has as many pixels. Checks no
// CRC. Reads only the rows that are asked for. Never fails.
// Cost: inflating at most 8 x byte_count rows.
std::string alpha_low_bits(ByteView file, std::size_t byte_count);

}  // namespace pixiu::media::png
