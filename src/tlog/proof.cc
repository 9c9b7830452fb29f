#include "tlog/proof.h"

#include <bit>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace pixiu::tlog {
namespace {

Error invalid(std::string message) {
  return {ErrorCode::invalid_input, std::move(message)};
}

// Roots of ranges of leaves in one tree, from its tiles; each tile is read once.
class RangeRoots {
 public:
  RangeRoots(std::uint64_t tree_size, const ResourceReader& read)
      : tree_size_(tree_size), read_(read) {}

  // MTH(D[begin:end]) for a range that is a node of a tree: begin is a multiple of the smallest
  // power of two that is at least end - begin.
  Result<Hash> root(std::uint64_t begin, std::uint64_t end) {
    std::optional<Hash> root;
    // From the right, the smallest perfect subtree first, as RFC 6962 splits.
    while (end > begin) {
      const std::uint64_t width = std::uint64_t{1} << std::countr_zero(end - begin);
      const auto left = perfect(end - width, width);
      if (!left) return left.error();
      root = root ? node_hash(*left, *root) : *left;
      end -= width;
    }
    return *root;
  }

 private:
  // The root over `width` leaves, a power of two, starting at a multiple of it.
  Result<Hash> perfect(std::uint64_t begin, std::uint64_t width) {
    const int height = std::countr_zero(width);
    const int level = height / tile_height;
    const std::uint64_t position = begin >> (level * tile_height);
    const Tile tile = tile_of(level, position, tree_size_);
    auto found = tiles_.find(tile);
    if (found == tiles_.end()) {
      auto hashes = read_tile(read_, tile);
      if (!hashes) return hashes.error();
      found = tiles_.emplace(tile, std::move(*hashes)).first;
    }
    const auto hashes =
        std::span<const Hash>(found->second)
            .subspan(position % tile_width, std::size_t{1} << (height % tile_height));
    return root_over(hashes);
  }

  std::uint64_t tree_size_;
  const ResourceReader& read_;
  std::map<Tile, std::vector<Hash>> tiles_;
};

// The largest power of two below n >= 2: where RFC 6962 splits n leaves.
std::uint64_t split_of(std::uint64_t n) {
  return std::bit_floor(n - 1);
}

bool is_power_of_two(std::uint64_t value) {
  return std::has_single_bit(value);
}

}  // namespace

Result<Hash> root_at(std::uint64_t size, const ResourceReader& read) {
  if (size > tree_size_max) return invalid("no log has so many entries");
  if (size == 0) return empty_root();
  return RangeRoots(size, read).root(0, size);
}

Result<std::vector<Hash>> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                          const ResourceReader& read) {
  if (size > tree_size_max) return invalid("no log has so many entries");
  if (index >= size) return invalid("the index is not below the tree's size");
  RangeRoots roots(size, read);
  std::vector<Hash> proof;  // from the root down; turned round at the end
  std::uint64_t begin = 0;
  std::uint64_t end = size;
  while (end - begin > 1) {
    const std::uint64_t split = begin + split_of(end - begin);
    const bool is_left = index < split;
    const auto sibling = is_left ? roots.root(split, end) : roots.root(begin, split);
    if (!sibling) return sibling.error();
    proof.push_back(*sibling);
    (is_left ? end : begin) = split;
  }
  return std::vector<Hash>(proof.rbegin(), proof.rend());
}

Result<std::vector<Hash>> consistency_proof(std::uint64_t old_size, std::uint64_t new_size,
                                            const ResourceReader& read) {
  if (new_size > tree_size_max) return invalid("no log has so many entries");
  if (old_size > new_size) return invalid("the old size is above the new one");
  std::vector<Hash> proof;
  if (old_size == 0 || old_size == new_size) return proof;
  RangeRoots roots(new_size, read);
  // SUBPROOF(m, D[begin:end], b) of RFC 6962, 2.1.2, unrolled: the old tree ends at old_size.
  std::uint64_t begin = 0;
  std::uint64_t end = new_size;
  while (end != old_size) {
    const std::uint64_t split = begin + split_of(end - begin);
    const bool is_left = old_size <= split;
    const auto sibling = is_left ? roots.root(split, end) : roots.root(begin, split);
    if (!sibling) return sibling.error();
    proof.push_back(*sibling);
    (is_left ? end : begin) = split;
  }
  // The subtree where both end: its root is the old root itself when it starts at 0.
  if (begin != 0) {
    const auto shared = roots.root(begin, end);
    if (!shared) return shared.error();
    proof.push_back(*shared);
  }
  return std::vector<Hash>(proof.rbegin(), proof.rend());
}

Status verify_inclusion(const Inclusion& claimed, std::span<const Hash> proof) {
  if (claimed.size == 0) return invalid("a tree without leaves includes nothing");
  if (claimed.index >= claimed.size) return invalid("the index is not below the tree's size");
  std::uint64_t node = claimed.index;
  std::uint64_t last = claimed.size - 1;
  Hash root = claimed.leaf;
  for (const Hash& hash : proof) {
    if (last == 0) return invalid("the inclusion proof is too long");
    if (node % 2 == 1 || node == last) {
      root = node_hash(hash, root);
      while (node % 2 == 0 && node != 0) {
        node /= 2;
        last /= 2;
      }
    } else {
      root = node_hash(root, hash);
    }
    node /= 2;
    last /= 2;
  }
  if (last != 0) return invalid("the inclusion proof is too short");
  if (root != claimed.root) return invalid("the inclusion proof leads to another root");
  return {};
}

Status verify_consistency(const Consistency& claimed, std::span<const Hash> proof) {
  if (claimed.old_size == 0) return invalid("nothing is proved about a tree without leaves");
  if (claimed.old_size > claimed.new_size) return invalid("the old size is above the new one");
  if (claimed.old_size == claimed.new_size) {
    if (!proof.empty()) return invalid("between trees of one size the proof is empty");
    if (claimed.old_root != claimed.new_root) return invalid("one size, but two roots");
    return {};
  }
  if (proof.empty()) return invalid("the consistency proof is empty");
  std::uint64_t node = claimed.old_size - 1;
  std::uint64_t last = claimed.new_size - 1;
  while (node % 2 == 1) {
    node /= 2;
    last /= 2;
  }
  // A perfect old tree is itself the first hash.
  const bool starts_with_old_root = is_power_of_two(claimed.old_size);
  Hash old_root = starts_with_old_root ? claimed.old_root : proof.front();
  Hash new_root = old_root;
  for (const Hash& hash : proof.subspan(starts_with_old_root ? 0 : 1)) {
    if (last == 0) return invalid("the consistency proof is too long");
    if (node % 2 == 1 || node == last) {
      old_root = node_hash(hash, old_root);
      new_root = node_hash(hash, new_root);
      while (node % 2 == 0 && node != 0) {
        node /= 2;
        last /= 2;
      }
    } else {
      new_root = node_hash(new_root, hash);
    }
    node /= 2;
    last /= 2;
  }
  if (last != 0) return invalid("the consistency proof is too short");
  if (old_root != claimed.old_root) return invalid("the proof leads to another old root");
  if (new_root != claimed.new_root) return invalid("the proof leads to another new root");
  return {};
}

}  // namespace pixiu::tlog
