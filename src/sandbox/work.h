#pragma once

#include "assessment/assess.h"
#include "assessment/calibration.h"
#include "sandbox/child.h"

#include <memory>

namespace pixiu::sandbox {

// What the template loads for its children, filled in by warm_up_examination.
struct LoadedTools {
  std::unique_ptr<provenance::visible_mark::TextReader> text_reader;

  assessment::Tools tools() const { return {.text_reader = text_reader.get()}; }
};

// What children of an Examiner do: read the request (request.h), assess, render or prepare, write
// the reply (reply.h). One thread: answers must not depend on the number of processors, and calls
// run side by side in children of their own.
Work examination_work(const assessment::Calibration& calibration,
                      const assessment::ProvenanceSettings& provenance,
                      std::shared_ptr<const LoadedTools> loaded);

// What its template does first: every decoder and every examiner once, on pictures we make
// ourselves, so that a child finds all code and tables loaded. Throws std::runtime_error.
void warm_up_examination(const assessment::Calibration& calibration, LoadedTools& loaded);

}  // namespace pixiu::sandbox
