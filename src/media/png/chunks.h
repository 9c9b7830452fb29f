#pragma once

#include "base/bytes.h"
#include "media/photo.h"

#include <optional>

namespace pixiu::media::png {

// What a PNG's chunks tell without decoding.
struct ChunkSummary {
  bool has_header = false;
  Size size;
  int frame_count = 1;  // acTL's count when animated
  ByteView exif;        // eXIf's TIFF block, inside the file; empty when none
  bool has_icc_profile = false;
  bool has_end = false;
};

// Walks the chunks by their lengths. Tolerant; bounded by the file's length; checks no CRC.
ChunkSummary read_chunks(ByteView file);

}  // namespace pixiu::media::png
