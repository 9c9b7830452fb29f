#pragma once

#include "cli/command.h"

namespace pixiu {

// `pixiu log-key NAME FILE`: makes the key that signs a log's checkpoints, or a witness's.
cli::Command log_key_command();

}  // namespace pixiu
