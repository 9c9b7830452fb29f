#pragma once

#include "media/photo.h"

#include <optional>

namespace pixiu::media {

// The little that decoding needs of an EXIF block.
struct ExifSummary {
  std::optional<int> orientation;  // the tag's value as written; 1..8 when it is one
  ByteView thumbnail;              // IFD1's JPEG, inside the block; empty when none
};

// Reads IFD0 and IFD1 of a TIFF-structured block ("II*\0" or "MM\0*" first). Tolerant: what cannot
// be read is left out. Never reads outside the block, follows no sub-IFDs, looks at no more than
// tiff::directory_entries_max entries a directory.
ExifSummary read_exif_summary(ByteView tiff_block);

// The tag's value as an orientation: 1 when absent or not 1..8.
Orientation orientation_of(const ExifSummary& exif);

}  // namespace pixiu::media
