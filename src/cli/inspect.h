#pragma once

#include "cli/command.h"
#include "cli/provenance_settings.h"
#include "sandbox/examiner.h"

#include <functional>
#include <memory>

namespace pixiu::cli {

// Starts the sandbox with the calibration it is to weigh with and whom it is to trust.
using StartExaminer = std::function<Result<std::unique_ptr<sandbox::Examiner>>(
    const assessment::Calibration& calibration, const ProvenanceOptions& provenance)>;

// `pixiu inspect`: one photo, or with --batch a file of cases. Contract: docs/api/inspect.md
Command inspect_command(StartExaminer start_examiner);

}  // namespace pixiu::cli
