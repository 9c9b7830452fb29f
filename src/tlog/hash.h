#pragma once

#include "base/bytes.h"
#include "crypto/digest.h"

#include <cstdint>
#include <span>

// Hashes of a Merkle tree (RFC 6962, section 2.1). Pure; thread-safe.
namespace pixiu::tlog {

using Hash = crypto::Digest;

// SHA-256(0x00 || entry): what the tree holds of an entry.
Hash leaf_hash(ByteView entry);

// SHA-256(0x01 || left || right).
Hash node_hash(const Hash& left, const Hash& right);

// The root of the tree without leaves: SHA-256 of nothing.
Hash empty_root();

// The root over hashes of one height, as they stand side by side in a tile: n >= 1 (checked).
// Cost: n - 1 node hashes.
Hash root_over(std::span<const Hash> hashes);

}  // namespace pixiu::tlog
