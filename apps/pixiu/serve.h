#pragma once

#include "cli/inspect.h"

namespace pixiu {

// `pixiu serve`: the HTTP server on this machine's loopback. The sandbox is started first, before
// any thread and any socket. Prints "listening on URL" when it is ready, logs one JSON line a
// request to standard error, ends with exit status 0 on SIGTERM or SIGINT.
cli::Command serve_command(cli::StartExaminer start_examiner, cli::Environment environment);

}  // namespace pixiu
