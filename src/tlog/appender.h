#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "tlog/entry_bundle.h"
#include "tlog/hash.h"
#include "tlog/tile.h"

#include <cstdint>
#include <string>
#include <vector>

namespace pixiu::tlog {

// One file of a log to be written.
struct Resource {
  std::string path;  // as tile_path and bundle_path write it
  Bytes bytes;

  friend bool operator==(const Resource&, const Resource&) = default;
};

// The growing edge of a log: takes entries, and says which bundles and tiles are new or wider since
// it was last asked. Holds at most one partial bundle and one partial tile a level, besides what
// was not yet taken. Does no I/O of its own. One thread at a time; movable.
class Appender {
 public:
  // An empty log.
  Appender() = default;

  // A log of `size` entries, whose right edge is read from what is stored. The caller compares
  // root() with the signed checkpoint.
  // Errors: corrupted (a tile or bundle of the edge is of a wrong size); else the reader's.
  // Cost: one bundle and at most size_levels tiles are read.
  static Result<Appender> load(std::uint64_t size, const ResourceReader& read);

  // Adds an entry and returns its index. Errors: limit_exceeded (the entry is over 65,535 bytes, or
  // the log is full).
  Result<std::uint64_t> append(ByteView entry);

  std::uint64_t size() const { return size_; }

  // The root over all entries so far. Cost: at most 255 node hashes a level.
  Hash root() const;

  // What has to be stored so that the log of size() entries can be read: every bundle and tile that
  // became full since the last call, and the partial ones that grew. Each path is new or holds the
  // bytes it held before: stored resources never change. Bundles come before the tiles above them.
  std::vector<Resource> take_changes();

 private:
  void push(std::size_t level, const Hash& hash);

  std::uint64_t size_ = 0;
  std::uint64_t size_taken_ = 0;
  Bytes bundle_;                         // entries of the partial bundle
  std::vector<std::vector<Hash>> edge_;  // the partial tile of each level, at most 255 hashes
  std::vector<Resource> full_;           // filled since the last call
};

}  // namespace pixiu::tlog
