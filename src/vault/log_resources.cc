#include "vault/log_resources.h"

#include "base/check.h"
#include "base/limits.h"
#include "tlog/entry_bundle.h"
#include "vault/event.h"

#include <algorithm>
#include <optional>
#include <string>

namespace pixiu::vault {
namespace {

using tlog::tile_width;

// The widest stored bundle of this number, whole or partial, that has more than `width_min`
// entries; nothing when there is none or it cannot be parsed.
Result<std::vector<Bytes>> widest_bundle(const LogStore& store, std::uint64_t index,
                                         std::uint64_t width_min) {
  for (std::uint64_t width = tile_width; width > width_min; --width) {
    const std::string path = tlog::bundle_path({.index = index, .width = width});
    const auto bytes = store.read(path, limits::log_file_bytes_max);
    if (!bytes) return bytes.error();
    if (!*bytes) continue;
    const auto entries = tlog::parse_bundle(**bytes);
    if (!entries || entries->size() != width) continue;
    std::vector<Bytes> copies;
    for (const ByteView entry : *entries) copies.emplace_back(entry.begin(), entry.end());
    return copies;
  }
  return std::vector<Bytes>();
}

}  // namespace

tlog::ResourceReader log_reader(const LogStore& store) {
  return [&store](std::string_view path) -> Result<Bytes> {
    auto bytes = store.read(path, limits::log_file_bytes_max);
    if (!bytes) return bytes.error();
    if (!*bytes) return Error{ErrorCode::not_found, "not stored: " + std::string(path)};
    return **std::move(bytes);
  };
}

Result<std::vector<crypto::Digest>> stored_commitments(const LogStore& store, std::uint64_t first,
                                                       std::uint64_t end, std::uint64_t size) {
  PIXIU_CHECK(first <= end && end <= size);
  std::vector<crypto::Digest> found;
  found.reserve(end - first);
  const tlog::ResourceReader read = log_reader(store);
  for (std::uint64_t at = first; at < end;) {
    const tlog::Bundle bundle = tlog::bundle_of(at, size);
    const auto entries = tlog::read_bundle(read, bundle);
    if (!entries) {
      return Error{entries.error().code == ErrorCode::not_found ? ErrorCode::corrupted
                                                                : entries.error().code,
                   tlog::bundle_path(bundle) + ": " + entries.error().message};
    }
    for (std::uint64_t i = at % tile_width; i < entries->size() && at < end; ++i, ++at) {
      const auto commitment = commitment_of_entry(text_of((*entries)[i]));
      if (!commitment) {
        return Error{ErrorCode::corrupted, tlog::bundle_path(bundle) + ": entry " +
                                               std::to_string(at) + " is not of pixiu.event/1"};
      }
      found.push_back(*commitment);
    }
  }
  return found;
}

Result<std::vector<crypto::Digest>> commitments_beyond(const LogStore& store, std::uint64_t size,
                                                       std::size_t count_max) {
  std::vector<crypto::Digest> found;
  while (found.size() < count_max) {
    const std::uint64_t at = size + found.size();
    const std::uint64_t skipped = at % tile_width;
    const auto entries = widest_bundle(store, at / tile_width, skipped);
    if (!entries) return entries.error();
    for (std::size_t i = skipped; i < entries->size() && found.size() < count_max; ++i) {
      const auto commitment = commitment_of_entry(text_of((*entries)[i]));
      if (!commitment) return found;
      found.push_back(*commitment);
    }
    if (entries->size() < tile_width) break;
  }
  return found;
}

}  // namespace pixiu::vault
