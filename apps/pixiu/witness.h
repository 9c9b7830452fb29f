#pragma once

#include "cli/command.h"

namespace pixiu {

// `pixiu witness`: cosigns the checkpoints of other people's logs, over HTTP on this machine's
// loopback (put a TLS proxy before it). Prints "listening on URL" when it is ready, ends with exit
// status 0 on SIGTERM or SIGINT.
cli::Command witness_command();

}  // namespace pixiu
