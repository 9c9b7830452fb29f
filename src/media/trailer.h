#pragma once

#include "base/bytes.h"

#include <string>
#include <vector>

namespace pixiu::media {

// What stands behind the end of the picture: after EOI of a JPEG (for several pictures in one file
// after the first), after IEND of a PNG, after the RIFF chunk of a WebP. Empty for other formats
// and when there is nothing. A view into `file`. Cost: one walk over the file's structure.
ByteView trailing_bytes(ByteView file);

// One named entry of the trailer that Samsung's camera and editor write.
struct SamsungTrailerEntry {
  std::string name;  // e.g. "PhotoEditor_Re_Edit_Data", "PEg_Info"
  ByteView data;     // inside the file
};

// The entries of a Samsung trailer that ends the bytes: "SEFH" directory, its size, "SEFT".
// Tolerant; at most 100 entries, names of at most 64 bytes. Empty when there is no such trailer.
// Source: measured on files; the layout is documented by ExifTool, Samsung.pm (SEFD)
std::vector<SamsungTrailerEntry> read_samsung_trailer(ByteView bytes);

}  // namespace pixiu::media
