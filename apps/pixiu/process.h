#pragma once

#include "cli/terminal.h"

namespace pixiu {

// Standard output and error as they are connected, and the language and colour that the
// environment of this process asks for.
cli::Terminal terminal_of_process();

// The variables this process was started with.
cli::Environment environment_of_process();

}  // namespace pixiu
