#pragma once

#include "findings/finding.h"
#include "media/capture_metadata.h"
#include "provenance/capture/screen_look.h"

#include <optional>

namespace pixiu::provenance {

// The finding of examiner "screen_copy" when the file is a copy of a screen: by its own words, by a
// status bar in its pixels, or, where no camera is named, by a screen's exact size in a PNG or
// between plain bars; absent else. Always neutral, graded "weak": people send what they see on
// their screen. `stored_size` is the picture's, before orientation.
std::optional<Finding> screen_copy_finding(const media::CaptureMetadata& capture,
                                           media::Format format, media::Size stored_size,
                                           const ScreenLook& look);

}  // namespace pixiu::provenance
