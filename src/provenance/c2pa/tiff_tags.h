#pragma once

#include "base/bytes.h"
#include "provenance/c2pa/embedded_store.h"

#include <cstdint>
#include <vector>

namespace pixiu::provenance::c2pa {

// Where a tag of a TIFF's directories stands.
struct TiffEntry {
  FileRange entry;  // in its directory
  FileRange value;  // inside the file
};

// All entries with this tag in the chain of directories (TIFF 6.0 and BigTIFF), at most
// limits::photo_frames_max directories, loops left. Entries whose value does not
// lie in the file are left out.
std::vector<TiffEntry> tiff_entries(ByteView file, std::uint16_t tag);

}  // namespace pixiu::provenance::c2pa
