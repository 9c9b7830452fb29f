#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "sandbox/mark_planner.h"

namespace pixiu::workflow {

struct MarkedCopy {
  Bytes file;
  bool was_marked_before = false;  // the original carries the very mark; `file` equals it
};

// The use case "mark the platform's own copy" (article 6 of the Measures for Labelling AI-Generated
// Content): the original's bytes with the propagator's mark, read again by a fresh child before
// anybody gets them. Blocks. The original is not touched.
//
// Errors: as MarkPlanner::plan, also of reading the copy again; internal when the copy does not
// read back as marked.
Result<MarkedCopy> mark_copy(sandbox::MarkPlanner& planner, ByteView original,
                             const sandbox::MarkRequest& request);

}  // namespace pixiu::workflow
