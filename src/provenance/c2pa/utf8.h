#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pixiu::provenance::c2pa {

// True for well-formed UTF-8 (Unicode 15, table 3-7): no surrogates, nothing overlong.
bool is_utf8(std::string_view text);

// A foreign text fit to be shown: well-formed UTF-8 without control characters, at most
// `bytes_max` long, cut between characters and then ending in "…". What is not UTF-8 becomes "?".
std::string shown_text(std::string_view text, std::size_t bytes_max);

}  // namespace pixiu::provenance::c2pa
