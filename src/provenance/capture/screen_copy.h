#pragma once

#include "findings/finding.h"
#include "media/capture_metadata.h"

#include <optional>

namespace pixiu::provenance {

// The finding of examiner "screen_copy" when the file is, by its own words or by its size without
// any word of a camera, a copy of a screen; absent else. Always neutral: people send what they see
// on their screen. `stored_size` is the picture's, before orientation.
std::optional<Finding> screen_copy_finding(const media::CaptureMetadata& capture,
                                           media::Format format, media::Size stored_size);

}  // namespace pixiu::provenance
