#pragma once

#include "base/result.h"
#include "tlog/hash.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pixiu::tlog {

// A number as C2SP formats write it: ASCII digits, no leading zeroes but for "0" itself. Nothing
// for any other text and above `max`.
std::optional<std::uint64_t> parse_decimal(std::string_view text, std::uint64_t max);

// Cuts the text up to the next line feed off `rest` and returns it without the line feed; nothing
// when none follows.
std::optional<std::string_view> take_line(std::string_view& rest);

// A hash as the formats write it: 32 bytes in base 64.
std::optional<Hash> parse_hash(std::string_view line);
std::string format_hash(const Hash& hash);

// Takes proof lines off `rest`: hashes, one a line, and the empty line behind them.
// Errors: invalid_input, limit_exceeded above proof_hashes_max.
Result<std::vector<Hash>> take_hashes(std::string_view& rest);

}  // namespace pixiu::tlog
