#pragma once

#include "cli/command.h"

namespace pixiu {

// `pixiu fsck`: checks database, blobs and log of a data folder against each other. Changes
// nothing.
cli::Command fsck_command(cli::Environment environment);

}  // namespace pixiu
