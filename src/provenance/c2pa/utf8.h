#pragma once

#include "base/utf8.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace pixiu::provenance::c2pa {

// A foreign text fit to be shown: well-formed UTF-8 without control characters, at most
// `bytes_max` long, cut between characters and then ending in "…". What is not UTF-8 becomes "?".
std::string shown_text(std::string_view text, std::size_t bytes_max);

}  // namespace pixiu::provenance::c2pa
