#pragma once

#include "assessment/assess.h"
#include "assessment/calibration.h"
#include "sandbox/child.h"

namespace pixiu::sandbox {

// What children of an Examiner do: read the request (request.h), assess, render or prepare, write
// the reply (reply.h). One thread: answers must not depend on the number of processors, and calls
// run side by side in children of their own.
Work examination_work(const assessment::Calibration& calibration,
                      const assessment::ProvenanceSettings& provenance = {});

// What its template does first: every decoder and every examiner once, on pictures we make
// ourselves, so that a child finds all code and tables loaded. Throws std::runtime_error.
void warm_up_examination(const assessment::Calibration& calibration);

}  // namespace pixiu::sandbox
