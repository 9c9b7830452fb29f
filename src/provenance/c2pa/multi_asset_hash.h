#pragma once

#include "provenance/c2pa/hard_binding.h"
#include "provenance/c2pa/manifest_tree.h"

namespace pixiu::provenance::c2pa {

// True when the manifest states hashes of the file's parts beside its hard binding.
bool has_multi_asset_hash(const ManifestNode& node);

// Checks a file of several parts (a picture with its gain map, a photo with a clip behind it) part
// by part, when its hard binding as a whole does not fit: parts that were declared optional may be
// gone, everything that is there must be as it was signed. Adds multiAssetHash.match, mismatch,
// missingPart or malformed, and what is informational about the parts' own hashes.
// Cost: one digest over the file.
// Source: C2PA 2.3, 10.12.4 and 11.9
void check_multi_asset_hash(const ManifestTree& tree, const ManifestNode& node,
                            const BoundFile& bound, StatusList& results);

}  // namespace pixiu::provenance::c2pa
