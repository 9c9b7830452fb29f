#pragma once

#include "base/bytes.h"
#include "base/result.h"

namespace pixiu::media::tiff {

// How many page directories the chain holds; counting stops above limits::photo_frames_max.
// Errors: corrupted when the chain leads back to a directory it has passed.
Result<int> count_pages(ByteView file);

}  // namespace pixiu::media::tiff
