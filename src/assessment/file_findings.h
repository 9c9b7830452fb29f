#pragma once

#include "assessment/assess.h"

#include <optional>
#include <vector>

namespace pixiu::assessment {

// What the photo's file says about itself, with the context of the claim, and whether the
// thumbnail inside it shows the photo; `ai` is filled in.
//
// A finding that contradicts weighs only what the calibration states for its examiner, which is
// nothing unless the operator measured an error rate (docs/adr/0005); the others weigh nothing.
// `photo` is the decoded photo, null when it cannot be read. Nothing is found for bytes of no kind
// we know or over the limits of a photo.
std::vector<Finding> examine_file(const Request& request, const ProvenanceSettings& settings,
                                  const media::Photo* photo, const Calibration& calibration,
                                  std::optional<AiAnswer>& ai);

}  // namespace pixiu::assessment
