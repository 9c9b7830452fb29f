#pragma once

#include "cli/command.h"

namespace pixiu::cli {

// `pixiu verify DOSSIER`: checks a dossier (docs/formats/dossier.md) and names the first thing that
// does not hold. Reads the named files alone, and writes nothing.
Command verify_command();

}  // namespace pixiu::cli
