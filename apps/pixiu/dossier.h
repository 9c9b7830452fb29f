#pragma once

#include "cli/command.h"

namespace pixiu {

// `pixiu dossier`: writes the dossier of a claim (docs/formats/dossier.md).
cli::Command dossier_command();

}  // namespace pixiu
