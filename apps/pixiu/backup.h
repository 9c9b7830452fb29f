#pragma once

#include "cli/command.h"

namespace pixiu {

// `pixiu backup`: copies a data folder that is in use into a new folder
// (docs/operations/backup.md).
cli::Command backup_command();

// `pixiu restore`: makes a data folder of a backup; its log goes on only where that is safe.
cli::Command restore_command();

}  // namespace pixiu
