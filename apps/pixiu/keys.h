#pragma once

#include "cli/command.h"
#include "cli/terminal.h"

namespace pixiu {

// `pixiu keys`: rotates keys and erases people, beside a running service.
cli::Command keys_command(cli::Environment environment);

}  // namespace pixiu
