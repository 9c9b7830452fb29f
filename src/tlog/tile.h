#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "tlog/hash.h"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// Where the parts of a log lie: tiles of height 8 (C2SP tlog-tiles). Pure; thread-safe.
namespace pixiu::tlog {

inline constexpr int tile_height = 8;
inline constexpr std::uint64_t tile_width = 256;  // hashes in a full tile, entries in a full bundle
inline constexpr int tile_level_max = 63;
inline constexpr std::size_t hash_bytes = 32;

// The largest tree: indices stay within 63 bits, so that sizes and sums never overflow.
inline constexpr std::uint64_t tree_size_max = std::uint64_t{1} << 62;

// A tile of hashes. Hash i of tile `index` at `level` is the root over the 256^level leaves that
// start at (index * 256 + i) * 256^level.
struct Tile {
  int level = 0;              // 0..63
  std::uint64_t index = 0;    // within the level
  std::uint64_t width = 256;  // hashes: 1..256, below 256 in a partial tile

  friend auto operator<=>(const Tile&, const Tile&) = default;
};

// The entries that belong to tile `index` of level 0.
struct Bundle {
  std::uint64_t index = 0;
  std::uint64_t width = 256;  // entries: 1..256

  friend auto operator<=>(const Bundle&, const Bundle&) = default;
};

// "tile/0/x001/x234/067" or "tile/0/x001/x234/067.p/12": the path below the log's prefix, without a
// slash in front. Width and level must be within their ranges (checked).
std::string tile_path(const Tile& tile);

// "tile/entries/x001/x234/067.p/12"
std::string bundle_path(const Bundle& bundle);

// Reads back exactly what the two above write, and nothing else: no leading zeroes, no empty tile,
// no ".p/256", no ".." and no other character. Indices are those a tree of tree_size_max can have.
// Errors: invalid_input.
Result<std::variant<Tile, Bundle>> parse_tile_path(std::string_view path);

// The tile that holds hash `position` of `level` in a tree of `tree_size` leaves, as wide as it is
// in that tree. The hash must exist there (checked).
Tile tile_of(int level, std::uint64_t position, std::uint64_t tree_size);

// The bundle that holds entry `index` of a tree of `tree_size` leaves; index < tree_size (checked).
Bundle bundle_of(std::uint64_t index, std::uint64_t tree_size);

// Gives the stored bytes of a path as tile_path and bundle_path write it (and "checkpoint").
// Errors: not_found, when nothing is stored there; else as the store has them.
using ResourceReader = std::function<Result<Bytes>(std::string_view path)>;

// The hashes of a tile. A partial tile that is not stored (any more) is taken from the full one, as
// C2SP allows a log to delete it.
// Errors: corrupted when the stored bytes are not 32 for each hash; else the reader's.
Result<std::vector<Hash>> read_tile(const ResourceReader& read, const Tile& tile);

// Hashes as the bytes of a tile.
Bytes tile_bytes(std::span<const Hash> hashes);

}  // namespace pixiu::tlog
