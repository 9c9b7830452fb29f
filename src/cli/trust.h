#pragma once

#include "cli/command.h"

#include <filesystem>
#include <optional>
#include <string>

namespace pixiu::cli {

// Where the trust store is: what was given, else PIXIU_TRUST_STORE, else
// $XDG_DATA_HOME/pixiu/trust, else ~/.local/share/pixiu/trust (XDG Base Directory Specification).
// Nothing when none of these is set.
std::optional<std::filesystem::path> trust_store_folder(const std::string& given,
                                                        const Environment& environment);

// `pixiu trust list|add|update`: the operator's lists of certificates for signed files. Reads and
// writes the store's folder alone; nothing is fetched.
Command trust_command(Environment environment);

}  // namespace pixiu::cli
