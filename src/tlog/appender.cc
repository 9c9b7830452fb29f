#include "tlog/appender.h"

#include "base/check.h"

#include <optional>
#include <utility>

namespace pixiu::tlog {
namespace {

// How many hashes of a level a tree has.
std::uint64_t hashes_at(std::size_t level, std::uint64_t size) {
  const std::size_t shift = level * tile_height;
  return shift >= 64 ? 0 : size >> shift;
}

}  // namespace

Result<Appender> Appender::load(std::uint64_t size, const ResourceReader& read) {
  if (size > tree_size_max) return Error{ErrorCode::invalid_input, "no log has so many entries"};
  Appender appender;
  appender.size_ = size;
  appender.size_taken_ = size;
  for (std::size_t level = 0; hashes_at(level, size) > 0; ++level) {
    const std::uint64_t count = hashes_at(level, size);
    auto& edge = appender.edge_.emplace_back();
    if (count % tile_width == 0) continue;
    auto hashes = read_tile(read, tile_of(static_cast<int>(level), count - 1, size));
    if (!hashes) return hashes.error();
    edge = std::move(*hashes);
  }
  if (size % tile_width != 0) {
    const auto entries = read_bundle(read, bundle_of(size - 1, size));
    if (!entries) return entries.error();
    for (const Bytes& entry : *entries) {
      if (auto added = append_entry(appender.bundle_, entry); !added) return added.error();
    }
  }
  return appender;
}

Result<std::uint64_t> Appender::append(ByteView entry) {
  if (size_ == tree_size_max) return Error{ErrorCode::limit_exceeded, "the log is full"};
  if (auto added = append_entry(bundle_, entry); !added) return added.error();
  const std::uint64_t index = size_++;
  if (size_ % tile_width == 0) {
    full_.push_back(
        {.path = bundle_path({.index = index / tile_width}), .bytes = std::exchange(bundle_, {})});
  }
  push(0, leaf_hash(entry));
  return index;
}

void Appender::push(std::size_t level, const Hash& hash) {
  if (level == edge_.size()) edge_.emplace_back();
  edge_[level].push_back(hash);
  if (edge_[level].size() < tile_width) return;
  const std::vector<Hash> hashes = std::exchange(edge_[level], {});
  const std::uint64_t index = hashes_at(level, size_) / tile_width - 1;
  full_.push_back({.path = tile_path({.level = static_cast<int>(level), .index = index}),
                   .bytes = tile_bytes(hashes)});
  push(level + 1, root_over(hashes));
}

Hash Appender::root() const {
  if (size_ == 0) return empty_root();
  // From the right: what lies right of a perfect subtree is smaller than it, so joining the
  // smallest first gives the splits of RFC 6962.
  std::optional<Hash> root;
  for (const auto& hashes : edge_) {
    std::size_t end = hashes.size();
    for (std::size_t width = 1; end > 0; width *= 2) {
      if ((end & width) == 0) continue;
      const Hash left = root_over(std::span(hashes).subspan(end - width, width));
      root = root ? node_hash(left, *root) : left;
      end -= width;
    }
  }
  PIXIU_CHECK(root.has_value());
  return *root;
}

std::vector<Resource> Appender::take_changes() {
  std::vector<Resource> changes = std::exchange(full_, {});
  if (size_ == size_taken_) return changes;
  if (!bundle_.empty()) {
    changes.push_back({.path = bundle_path(bundle_of(size_ - 1, size_)), .bytes = bundle_});
  }
  for (std::size_t level = 0; level < edge_.size(); ++level) {
    const std::uint64_t count = hashes_at(level, size_);
    if (edge_[level].empty() || count == hashes_at(level, size_taken_)) continue;
    const Tile tile = tile_of(static_cast<int>(level), count - 1, size_);
    changes.push_back({.path = tile_path(tile), .bytes = tile_bytes(edge_[level])});
  }
  size_taken_ = size_;
  return changes;
}

}  // namespace pixiu::tlog
