#include "tlog/tile.h"

#include "base/check.h"
#include "tlog/text_lines.h"

#include <algorithm>
#include <optional>

namespace pixiu::tlog {
namespace {

constexpr std::string_view root_folder = "tile/";
constexpr std::string_view entries_folder = "entries/";
constexpr std::string_view partial_mark = ".p/";

// Indices of bundles and of tiles of level 0 in the largest tree.
constexpr std::uint64_t tile_index_max = (tree_size_max - 1) / tile_width;

Error malformed() {
  return {ErrorCode::invalid_input, "not the path of a tile or an entry bundle (C2SP tlog-tiles)"};
}

// "x001/x234/067"
std::string index_path(std::uint64_t index) {
  const auto group = [](std::uint64_t value) {
    const std::string digits = std::to_string(value);
    return std::string(3 - digits.size(), '0') + digits;
  };
  std::string path = group(index % 1000);
  while (index >= 1000) {
    index /= 1000;
    path.insert(0, "x" + group(index % 1000) + "/");
  }
  return path;
}

std::string width_path(std::uint64_t width) {
  PIXIU_CHECK(width >= 1 && width <= tile_width);
  return width == tile_width ? "" : std::string(partial_mark) + std::to_string(width);
}

std::optional<std::uint64_t> group_value(std::string_view digits) {
  if (digits.size() != 3) return std::nullopt;
  std::uint64_t value = 0;
  for (const char digit : digits) {
    if (digit < '0' || digit > '9') return std::nullopt;
    value = value * 10 + static_cast<std::uint64_t>(digit - '0');
  }
  return value;
}

// The inverse of index_path.
std::optional<std::uint64_t> parse_index(std::string_view path) {
  std::uint64_t index = 0;
  bool is_first = true;
  while (!path.empty() && path.front() == 'x') {
    if (path.size() < 5 || path[4] != '/') return std::nullopt;
    const auto group = group_value(path.substr(1, 3));
    // A leading group of zeroes would be a second name of the same tile.
    if (!group || (is_first && *group == 0)) return std::nullopt;
    index = index * 1000 + *group;
    if (index > tile_index_max) return std::nullopt;
    is_first = false;
    path.remove_prefix(5);
  }
  const auto last = group_value(path);
  if (!last) return std::nullopt;
  index = index * 1000 + *last;
  if (index > tile_index_max) return std::nullopt;
  return index;
}

// Whether a tree of tree_size_max could have hash 0 of this tile.
bool may_exist(int level, std::uint64_t index) {
  if (level * tile_height >= 62) return false;
  return index <= (((tree_size_max >> (level * tile_height)) - 1) / tile_width);
}

}  // namespace

std::string tile_path(const Tile& tile) {
  PIXIU_CHECK(tile.level >= 0 && tile.level <= tile_level_max);
  return std::string(root_folder) + std::to_string(tile.level) + "/" + index_path(tile.index) +
         width_path(tile.width);
}

std::string bundle_path(const Bundle& bundle) {
  return std::string(root_folder) + std::string(entries_folder) + index_path(bundle.index) +
         width_path(bundle.width);
}

Result<std::variant<Tile, Bundle>> parse_tile_path(std::string_view path) {
  if (!path.starts_with(root_folder)) return malformed();
  path.remove_prefix(root_folder.size());

  std::optional<int> level;
  if (path.starts_with(entries_folder)) {
    path.remove_prefix(entries_folder.size());
  } else {
    const std::size_t slash = path.find('/');
    if (slash == std::string_view::npos) return malformed();
    const auto number = parse_decimal(path.substr(0, slash), tile_level_max);
    if (!number) return malformed();
    level = static_cast<int>(*number);
    path.remove_prefix(slash + 1);
  }

  std::uint64_t width = tile_width;
  if (const std::size_t mark = path.find(partial_mark); mark != std::string_view::npos) {
    const auto number = parse_decimal(path.substr(mark + partial_mark.size()), tile_width - 1);
    if (!number || *number == 0) return malformed();
    width = *number;
    path = path.substr(0, mark);
  }
  const auto index = parse_index(path);
  if (!index) return malformed();
  if (!level) return Bundle{.index = *index, .width = width};
  if (!may_exist(*level, *index)) return malformed();
  return Tile{.level = *level, .index = *index, .width = width};
}

Tile tile_of(int level, std::uint64_t position, std::uint64_t tree_size) {
  PIXIU_CHECK(level >= 0 && level * tile_height < 64);
  const std::uint64_t hashes = tree_size >> (level * tile_height);
  PIXIU_CHECK(position < hashes);
  const std::uint64_t index = position / tile_width;
  return {
      .level = level, .index = index, .width = std::min(hashes - index * tile_width, tile_width)};
}

Bundle bundle_of(std::uint64_t index, std::uint64_t tree_size) {
  const Tile tile = tile_of(0, index, tree_size);
  return {.index = tile.index, .width = tile.width};
}

Result<std::vector<Hash>> read_tile(const ResourceReader& read, const Tile& tile) {
  std::string path = tile_path(tile);
  Result<Bytes> bytes = read(path);
  std::uint64_t width = tile.width;
  if (!bytes && bytes.error().code == ErrorCode::not_found && tile.width < tile_width) {
    path = tile_path({.level = tile.level, .index = tile.index});
    width = tile_width;
    bytes = read(path);
  }
  if (!bytes) return bytes.error();
  if (bytes->size() != width * hash_bytes) {
    return Error{ErrorCode::corrupted, path + " holds " + std::to_string(bytes->size()) +
                                           " bytes instead of " +
                                           std::to_string(width * hash_bytes)};
  }
  std::vector<Hash> hashes(tile.width);
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    std::copy_n(bytes->begin() + static_cast<std::ptrdiff_t>(i * hash_bytes), hash_bytes,
                hashes[i].begin());
  }
  return hashes;
}

Bytes tile_bytes(std::span<const Hash> hashes) {
  Bytes bytes;
  bytes.reserve(hashes.size() * hash_bytes);
  for (const Hash& hash : hashes) bytes.insert(bytes.end(), hash.begin(), hash.end());
  return bytes;
}

}  // namespace pixiu::tlog
