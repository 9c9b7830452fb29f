#pragma once

#include "cli/terminal.h"
#include "sandbox/examiner.h"

#include <filesystem>
#include <optional>

namespace pixiu::cli {

struct BatchOptions {
  std::filesystem::path cases;                    // JSON lines; its folder is where paths start
  std::optional<std::filesystem::path> mask_dir;  // made when it is not there
  int jobs = 1;                                   // cases examined side by side
};

// Examines every case of a file and writes one line of JSON each to `terminal.out`, in the order
// of the file, whatever the number of jobs. Holds a bounded number of cases and results at a time.
// Returns exit_ok, exit_failure when a line had an error or the output could not be written,
// exit_usage when the file of cases or the mask folder cannot be used.
int run_batch(const BatchOptions& options, sandbox::Examiner& examiner, Terminal& terminal);

}  // namespace pixiu::cli
