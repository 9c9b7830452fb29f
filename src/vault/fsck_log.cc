#include "tlog/entry_bundle.h"
#include "tlog/hash.h"
#include "tlog/rederive.h"
#include "tlog/tile.h"
#include "vault/fsck_findings.h"
#include "vault/log_resources.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace pixiu::vault {
namespace {

using tlog::tile_width;

// Names exactly which of three that should say the same is the odd one: the bundle, the level-0
// tile above it, the database.
class BundleCheck {
 public:
  BundleCheck(const FsckParts& parts, const LogIndex& index, FsckNotes& notes)
      : events_(parts.events), read_(log_reader(parts.log)), index_(index), notes_(notes) {
    const auto last = std::find(index_.is_known.rbegin(), index_.is_known.rend(), true);
    noted_end_ = static_cast<std::uint64_t>(index_.is_known.rend() - last);
  }

  // Returns the paths that were found damaged, so that nothing is said of them twice.
  Result<std::set<std::string>> run() {
    for (std::uint64_t first = 0; first < index_.size && !notes_.is_full(); first += tile_width) {
      const Status done = check_bundle(first);
      if (!done) return done.error();
    }
    return damaged_;
  }

 private:
  Status check_bundle(std::uint64_t first) {
    const tlog::Bundle bundle = tlog::bundle_of(first, index_.size);
    const tlog::Tile tile = tlog::tile_of(0, first, index_.size);
    const std::string bundle_path = tlog::bundle_path(bundle);
    const std::string tile_path = tlog::tile_path(tile);
    const auto entries = tlog::read_bundle(read_, bundle);
    if (!entries && !is_about_one_thing(entries.error())) return entries.error();
    const auto hashes = tlog::read_tile(read_, tile);
    if (!hashes && !is_about_one_thing(hashes.error())) return hashes.error();
    if (!entries) damage(bundle_path, entries.error().message);
    if (!hashes) damage(tile_path, hashes.error().message);
    for (std::uint64_t i = 0; i < bundle.width; ++i) {
      check_entry(first + i, entries ? &(*entries)[i] : nullptr, hashes ? &(*hashes)[i] : nullptr,
                  bundle_path, tile_path);
    }
    return check_unknown();
  }

  // Entries behind the last index that was noted. A round notes indices last: when it was cut off
  // there, or runs beside us, the events are stored and get theirs from the next one.
  Status check_unknown() {
    if (unknown_.empty()) return {};
    std::vector<crypto::Digest> commitments;
    for (const auto& [at, commitment] : unknown_) commitments.push_back(commitment);
    const auto stored = events_.by_commitment(commitments);
    if (!stored) return stored.error();
    for (std::size_t i = 0; i < unknown_.size(); ++i) {
      const auto& event = (*stored)[i];
      if (event && event->index.value_or(unknown_[i].first) == unknown_[i].first) continue;
      notes_.damage("log entry " + std::to_string(unknown_[i].first),
                    "no stored event has this index");
    }
    unknown_.clear();
    return {};
  }

  void check_entry(std::uint64_t at, const Bytes* entry, const tlog::Hash* hash,
                   const std::string& bundle_path, const std::string& tile_path) {
    const std::string number = "entry " + std::to_string(at);
    const bool is_known = index_.is_known[at];
    const std::string expected = is_known ? leaf_entry(index_.commitments[at]) : std::string();
    const tlog::Hash expected_hash = tlog::leaf_hash(bytes_of(expected));
    const bool entry_fits_tile =
        entry == nullptr || hash == nullptr || tlog::leaf_hash(*entry) == *hash;
    if (!is_known) {
      const auto commitment =
          entry != nullptr ? commitment_of_entry(text_of(*entry)) : std::nullopt;
      if (commitment && entry_fits_tile && at >= noted_end_) {
        unknown_.emplace_back(at, *commitment);
        return;
      }
      notes_.damage("log " + number, "no stored event has this index");
      if (!entry_fits_tile) damage(bundle_path, number + " has not the hash that the tile holds");
      return;
    }
    const bool entry_fits = entry == nullptr || text_of(*entry) == expected;
    const bool hash_fits = hash == nullptr || *hash == expected_hash;
    if (entry_fits && hash_fits) return;
    if (!entry_fits && hash_fits) return damage(bundle_path, number + " was altered");
    if (entry_fits) return damage(tile_path, "the hash of " + number + " was altered");
    if (entry_fits_tile) {
      notes_.damage("log " + number, "the event that the database has at this index is another");
      return;
    }
    damage(bundle_path, number + " is neither the event's nor the one of the tile's hash");
  }

  void damage(const std::string& path, const std::string& what) {
    if (damaged_.insert(path).second) notes_.damage(path, what);
  }

  const EventStore& events_;
  tlog::ResourceReader read_;
  const LogIndex& index_;
  FsckNotes& notes_;
  std::uint64_t noted_end_ = 0;  // one more than the largest index that the database has
  std::set<std::string> damaged_;
  std::vector<std::pair<std::uint64_t, crypto::Digest>> unknown_;  // of one bundle
};

bool is_prefix(ByteView part, ByteView whole) {
  return part.size() <= whole.size() && std::equal(part.begin(), part.end(), whole.begin());
}

// How many hashes of a level, or entries, a tree of this size has.
std::uint64_t count_at(int level, std::uint64_t size) {
  for (int i = 0; i < level; ++i) size /= tile_width;
  return size;
}

// A narrower partial file was published with an earlier checkpoint: it is the front of the wide
// one. Nothing is said of files beyond the tree, which no checkpoint covers.
Status check_partial(const FsckParts& parts, const std::string& path, std::uint64_t size,
                     const std::set<std::string>& damaged, FsckNotes& notes) {
  const auto parsed = tlog::parse_tile_path(path);
  if (!parsed) {
    notes.notice(path, "no file of a log is called so");
    return {};
  }
  std::string wide_path;
  if (const auto* tile = std::get_if<tlog::Tile>(&*parsed)) {
    const std::uint64_t first = tile->index * tile_width;
    const std::uint64_t count = count_at(tile->level, size);
    if (tile->width == tile_width || first + tile->width > count) return {};
    wide_path = tlog::tile_path(
        {tile->level, tile->index, std::min<std::uint64_t>(tile_width, count - first)});
  } else {
    const auto& bundle = std::get<tlog::Bundle>(*parsed);
    const std::uint64_t first = bundle.index * tile_width;
    if (bundle.width == tile_width || first + bundle.width > size) return {};
    wide_path =
        tlog::bundle_path({bundle.index, std::min<std::uint64_t>(tile_width, size - first)});
  }
  if (wide_path == path || damaged.contains(wide_path)) return {};
  const auto part = parts.log.read(path, limits::log_file_bytes_max);
  if (!part && !is_about_one_thing(part.error())) return part.error();
  const auto whole = parts.log.read(wide_path, limits::log_file_bytes_max);
  if (!whole && !is_about_one_thing(whole.error())) return whole.error();
  const bool holds = part && *part && whole && *whole && is_prefix(**part, **whole);
  if (!holds) notes.damage(path, "is not the front of " + wide_path);
  return {};
}

}  // namespace

Status check_log(const FsckParts& parts, const tlog::Checkpoint& checkpoint, const LogIndex& index,
                 FsckReport& report, FsckNotes& notes) {
  report.log_entries = checkpoint.size;
  const auto named = BundleCheck(parts, index, notes).run();
  if (!named) return named.error();
  const std::set<std::string>& damaged = *named;
  // In the place of a damaged bundle the tile above it counts, so that what is sound is not named.
  const auto read_sound = [&,
                           read = log_reader(parts.log)](std::string_view path) -> Result<Bytes> {
    if (path.starts_with("tile/entries/") && damaged.contains(std::string(path))) {
      return Error{ErrorCode::corrupted, "is damaged"};
    }
    return read(path);
  };
  const auto derived = tlog::rederive({.size = checkpoint.size,
                                       .derived_before_size = 0,
                                       .mismatches_max = limits::fsck_findings_max},
                                      read_sound);
  if (!derived) return derived.error();
  for (const tlog::Mismatch& mismatch : derived->mismatches) {
    if (!named->contains(mismatch.path)) notes.damage(mismatch.path, mismatch.what);
  }
  if (derived->mismatches.empty() && !derived->confirms(checkpoint.root)) {
    notes.damage("checkpoint", "the stored log has another root than was signed");
  }
  const auto paths = parts.log.paths();
  if (!paths) return paths.error();
  report.log_files = paths->size();
  for (const std::string& path : *paths) {
    if (notes.is_full()) break;
    const Status done = check_partial(parts, path, checkpoint.size, damaged, notes);
    if (!done) return done;
  }
  return {};
}

}  // namespace pixiu::vault
