#pragma once

#include "cli/command.h"
#include "sandbox/mark_planner.h"

#include <functional>
#include <memory>

namespace pixiu::cli {

// Starts the sandbox that plans marks.
using StartMarkPlanner = std::function<Result<std::unique_ptr<sandbox::MarkPlanner>>()>;

// `pixiu mark FILE --propagator CODE --id ID [--label 2|3] -o OUT`: writes the platform's fields of
// the hidden AI label onto its own copy. Never onto the original, and never without reading the
// copy back. Nothing in Pixiu removes a mark. docs/methods/gb45438.md
Command mark_command(StartMarkPlanner start_planner);

}  // namespace pixiu::cli
