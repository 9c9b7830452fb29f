#pragma once

#include "base/bytes.h"
#include "crypto/digest.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace pixiu::provenance::c2pa {

// The row of a Merkle tree over `leaves` that has `row_size` nodes: a parent is the digest of its
// two children one behind the other, a node without a sibling goes up unchanged. Empty when no row
// has that size.
// Cost: at most one digest a leaf.
std::optional<std::vector<crypto::WideDigest>> merkle_row(std::vector<crypto::WideDigest> leaves,
                                                          std::size_t row_size,
                                                          crypto::DigestAlgorithm algorithm);

// Where the blocks of `size_bytes` bytes begin and end: the offsets of all ends, in order. Either
// all of one size (the last may be shorter) or of the sizes given, which must add up. Empty when
// they do not, or are more than a million.
std::optional<std::vector<std::size_t>> block_ends(std::size_t size_bytes,
                                                   std::optional<std::size_t> fixed_size,
                                                   const std::vector<std::size_t>& variable_sizes);

}  // namespace pixiu::provenance::c2pa
