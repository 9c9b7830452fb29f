#include "tlog/hash.h"

#include "base/check.h"

#include <algorithm>
#include <bit>

namespace pixiu::tlog {

Hash leaf_hash(ByteView entry) {
  constexpr std::byte prefix{0x00};
  crypto::DigestStream stream(crypto::DigestAlgorithm::sha256);
  stream.update(ByteView(&prefix, 1));
  stream.update(entry);
  return stream.finish();
}

Hash node_hash(const Hash& left, const Hash& right) {
  std::array<std::byte, 1 + 2 * std::tuple_size_v<Hash>> bytes{std::byte{0x01}};
  std::copy(left.begin(), left.end(), bytes.begin() + 1);
  std::copy(right.begin(), right.end(), bytes.begin() + 1 + left.size());
  return crypto::sha256(bytes);
}

Hash empty_root() {
  return crypto::sha256({});
}

Hash root_over(std::span<const Hash> hashes) {
  PIXIU_CHECK(!hashes.empty());
  // Pairs are joined level by level; one without a partner rises as it is, which gives the tree of
  // RFC 6962 since only the last can be without.
  std::vector<Hash> level(hashes.begin(), hashes.end());
  while (level.size() > 1) {
    const std::size_t pairs = level.size() / 2;
    for (std::size_t i = 0; i < pairs; ++i) {
      level[i] = node_hash(level[2 * i], level[2 * i + 1]);
    }
    if (level.size() % 2 == 1) {
      level[pairs] = level.back();
      level.resize(pairs + 1);
    } else {
      level.resize(pairs);
    }
  }
  return level.front();
}

}  // namespace pixiu::tlog
