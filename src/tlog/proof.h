#pragma once

#include "base/result.h"
#include "tlog/hash.h"
#include "tlog/tile.h"

#include <cstdint>
#include <span>
#include <vector>

// Merkle proofs (RFC 6962, sections 2.1.1 and 2.1.2; verification as in RFC 9162, 2.1.3.2 and
// 2.1.4.2). Proofs are made from stored tiles. Thread-safe.
namespace pixiu::tlog {

// A proof has at most this many hashes.
inline constexpr std::size_t proof_hashes_max = 63;

// The root of the first `size` leaves; empty_root() for none. Errors: corrupted; else the reader's.
// Cost: one tile a level is read, at most 255 node hashes each.
Result<Hash> root_at(std::uint64_t size, const ResourceReader& read);

// From the leaf's sibling up to the root's child.
// Errors: invalid_input unless index < size <= tree_size_max; corrupted; else the reader's.
Result<std::vector<Hash>> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                          const ResourceReader& read);

// That the tree of `old_size` leaves is a prefix of the one of `new_size`. Empty when both are
// equal and when old_size is 0, where nothing needs to be proved. Errors: invalid_input unless
// old_size <= new_size <= tree_size_max; corrupted; else the reader's.
Result<std::vector<Hash>> consistency_proof(std::uint64_t old_size, std::uint64_t new_size,
                                            const ResourceReader& read);

// What an inclusion proof is about.
struct Inclusion {
  Hash leaf;  // leaf_hash of the entry
  std::uint64_t index = 0;
  std::uint64_t size = 0;
  Hash root;
};

// What a consistency proof is about.
struct Consistency {
  std::uint64_t old_size = 0;
  std::uint64_t new_size = 0;
  Hash old_root;
  Hash new_root;
};

// Errors: invalid_input with the reason when the proof does not show it; a tree without leaves
// includes nothing.
Status verify_inclusion(const Inclusion& claimed, std::span<const Hash> proof);

// Errors: invalid_input with the reason. An old size of 0 is always refused: everything is
// consistent with the empty tree, so whoever accepts that (a witness at the first checkpoint) says
// so itself.
Status verify_consistency(const Consistency& claimed, std::span<const Hash> proof);

}  // namespace pixiu::tlog
