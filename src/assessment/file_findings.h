#pragma once

#include "assessment/assess.h"

#include <optional>
#include <vector>

namespace pixiu::assessment {

// What the photo's or film's file says about itself, with the context of the claim, what its pixels
// show of marks, and whether the thumbnail inside it shows the photo; `ai` is filled in.
//
// A finding that contradicts weighs only what the calibration states for its examiner, which is
// nothing unless the operator measured an error rate (docs/adr/0005); the others weigh nothing.
// Nothing is found for bytes of no kind we know or over the limits of a photo.
struct ReadPixels {
  const media::Photo* photo = nullptr;  // the decoded photo, null when it cannot be read
  const media::Film* film = nullptr;    // likewise; a file is one of both at most
  provenance::visible_mark::TextReader* text_reader = nullptr;
};
std::vector<Finding> examine_file(const Request& request, const ProvenanceSettings& settings,
                                  const ReadPixels& pixels, const Calibration& calibration,
                                  std::optional<AiAnswer>& ai);

}  // namespace pixiu::assessment
