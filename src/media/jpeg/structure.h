#pragma once

#include "media/exif.h"
#include "media/photo.h"

#include <optional>

namespace pixiu::media::jpeg {

// Everything the markers of a JPEG stream tell, without decoding.
struct Anatomy {
  JpegStructure structure;
  bool has_frame = false;
  Size size;          // of the frame header; 0 when there is none
  ByteView exif;      // TIFF block of the first EXIF segment, inside the file
  Bytes icc_profile;  // put together from its segments; empty when none or incomplete
  bool is_icc_incomplete = false;
};

enum class Depth { up_to_first_scan, whole_stream };

// Walks the markers. Tolerant: what is broken is left out. Bounded by the file's length; the
// profile by limits::metadata_bytes_max. Tables are as they stand at the first scan.
Anatomy read_anatomy(ByteView file, Depth depth);

// Whether decoding may begin: there is a scan, and no more of them than the limits allow, alone and
// times the pixels (each scan of a progressive file may touch every coefficient again).
// Errors: corrupted, limit_exceeded.
Status check_scans(const Anatomy& anatomy);

}  // namespace pixiu::media::jpeg
