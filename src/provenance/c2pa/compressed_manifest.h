#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "provenance/c2pa/jumbf.h"

#include <cstddef>

namespace pixiu::provenance::c2pa {

// What the compressed manifests of one store may become together.
struct UnpackingBudget {
  std::size_t bytes_left;
  std::size_t boxes_left;
};

// A compressed manifest, unpacked.
struct UnpackedManifest {
  Bytes bytes;        // `manifest` points into them; moving this keeps it so
  JumbfBox manifest;  // a standard or an update manifest
};

// Unpacks the manifest in the one Brotli box that a compressed manifest holds, and takes what it
// needs off the budget; nothing is allocated beyond it.
// Errors: corrupted (no such box, no Brotli, bytes behind, not a standard or update manifest,
// another
//         label than the box around it), limit_exceeded (the budget).
// Source: C2PA 2.3, 6.1.3.2 and 6.2.4; RFC 7932
Result<UnpackedManifest> unpack_manifest(const JumbfBox& compressed, UnpackingBudget& budget);

}  // namespace pixiu::provenance::c2pa
