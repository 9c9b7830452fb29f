#include "tlog/entry_bundle.h"

#include "base/check.h"

#include <string>

namespace pixiu::tlog {

Status append_entry(Bytes& bundle, ByteView entry) {
  if (entry.size() > entry_bytes_max) {
    return Error{ErrorCode::limit_exceeded, "a log entry has at most 65535 bytes"};
  }
  bundle.push_back(static_cast<std::byte>(entry.size() >> 8));
  bundle.push_back(static_cast<std::byte>(entry.size() & 0xff));
  bundle.insert(bundle.end(), entry.begin(), entry.end());
  return {};
}

Result<std::vector<ByteView>> parse_bundle(ByteView bundle) {
  std::vector<ByteView> entries;
  while (!bundle.empty()) {
    if (entries.size() == tile_width) {
      return Error{ErrorCode::corrupted, "an entry bundle has more than 256 entries"};
    }
    if (bundle.size() < 2) return Error{ErrorCode::corrupted, "an entry's length is cut off"};
    const std::size_t size =
        std::to_integer<std::size_t>(bundle[0]) << 8 | std::to_integer<std::size_t>(bundle[1]);
    bundle = bundle.subspan(2);
    if (bundle.size() < size) return Error{ErrorCode::corrupted, "an entry is cut off"};
    entries.push_back(bundle.first(size));
    bundle = bundle.subspan(size);
  }
  return entries;
}

Result<std::vector<Bytes>> read_bundle(const ResourceReader& read, const Bundle& bundle) {
  std::string path = bundle_path(bundle);
  Result<Bytes> bytes = read(path);
  std::uint64_t width = bundle.width;
  if (!bytes && bytes.error().code == ErrorCode::not_found && bundle.width < tile_width) {
    path = bundle_path({.index = bundle.index});
    width = tile_width;
    bytes = read(path);
  }
  if (!bytes) return bytes.error();
  const auto views = parse_bundle(*bytes);
  if (!views) return Error{views.error().code, path + ": " + views.error().message};
  if (views->size() != width) {
    return Error{ErrorCode::corrupted, path + " holds " + std::to_string(views->size()) +
                                           " entries instead of " + std::to_string(width)};
  }
  std::vector<Bytes> entries;
  for (std::size_t i = 0; i < bundle.width; ++i) {
    entries.emplace_back((*views)[i].begin(), (*views)[i].end());
  }
  return entries;
}

Result<Bytes> read_entry(const ResourceReader& read, std::uint64_t index, std::uint64_t tree_size) {
  const auto entries = read_bundle(read, bundle_of(index, tree_size));
  if (!entries) return entries.error();
  return (*entries)[index % tile_width];
}

}  // namespace pixiu::tlog
