#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "media/file_edits.h"

#include <string_view>

namespace pixiu::media {

// What sets a text item of moov/udta/meta (handler mdta, keys and ilst): over the value that stands
// there, else as one more key; the boxes that are missing are made. Sizes of the boxes around it
// and, where moov stands in front of the samples, their offsets in stco and co64 are corrected.
// Nothing else of the file changes; an item list of another handler stays as it is, beside a new
// meta box.
//
// Errors: unsupported (no MP4 or MOV; fragmented; more than one moov; items or auxiliary data that
// are addressed from the file's start); corrupted (a box that runs over its parent); conflict (the
// key is there more than once); limit_exceeded (an offset would need more than 32 bits).
// Source: ISO/IEC 14496-12:2022, 8.2, 8.7.5, 8.10, 8.11; QuickTime File Format, "Metadata"
Result<FileEdits> plan_mp4_tag(ByteView file, std::string_view key, std::string_view value);

}  // namespace pixiu::media
