#include "provenance/c2pa/merkle_row.h"

#include <algorithm>

namespace pixiu::provenance::c2pa {
namespace {

constexpr std::size_t blocks_max = 1'000'000;

}  // namespace

std::optional<std::vector<crypto::WideDigest>> merkle_row(std::vector<crypto::WideDigest> leaves,
                                                          std::size_t row_size,
                                                          crypto::DigestAlgorithm algorithm) {
  if (row_size == 0) return std::nullopt;
  std::vector<crypto::WideDigest> row = std::move(leaves);
  while (row.size() > row_size) {
    std::vector<crypto::WideDigest> parents;
    parents.reserve(row.size() / 2 + 1);
    for (std::size_t i = 0; i + 1 < row.size(); i += 2) {
      crypto::DigestStream stream(algorithm);
      stream.update(row[i].bytes());
      stream.update(row[i + 1].bytes());
      parents.push_back(stream.finish_wide());
    }
    if (row.size() % 2 != 0) parents.push_back(row.back());
    row = std::move(parents);
  }
  if (row.size() != row_size) return std::nullopt;
  return row;
}

std::optional<std::vector<std::size_t>> block_ends(std::size_t size_bytes,
                                                   std::optional<std::size_t> fixed_size,
                                                   const std::vector<std::size_t>& variable_sizes) {
  std::vector<std::size_t> ends;
  if (fixed_size) {
    if (*fixed_size == 0 || size_bytes / *fixed_size > blocks_max) return std::nullopt;
    for (std::size_t end = 0; end < size_bytes;) {
      end += std::min(*fixed_size, size_bytes - end);
      ends.push_back(end);
    }
    return ends;
  }
  std::size_t end = 0;
  for (const std::size_t size : variable_sizes) {
    if (size > size_bytes - end || ends.size() >= blocks_max) return std::nullopt;
    end += size;
    ends.push_back(end);
  }
  if (end != size_bytes) return std::nullopt;
  return ends;
}

}  // namespace pixiu::provenance::c2pa
