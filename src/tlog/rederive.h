#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/digest.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The root of a log, derived a second time from its stored bytes, by code that shares nothing above
// SHA-256 with the rest of this module: paths, bundles and hashing are written again, by the
// recursive definition of RFC 6962, section 2.1. A mistake in one of the two then shows as a
// difference, and a checkpoint is signed only when there is none.
namespace pixiu::tlog {

// Something stored that does not hold.
struct Mismatch {
  std::string path;  // of the bundle or tile, as C2SP tlog-tiles names it
  std::string what;

  friend bool operator==(const Mismatch&, const Mismatch&) = default;
};

struct RederiveRequest {
  // The tree of this size is derived.
  std::uint64_t size = 0;

  // Complete subtrees of a power of 256 leaves that end at or before this index are taken from the
  // stored tile above them instead of being derived. 0 reads everything (fsck); before a checkpoint
  // is signed, the size of the last one, so that what is new and the whole right edge is read.
  std::uint64_t derived_before_size = 0;

  // Looking stops after so many mismatches.
  std::size_t mismatches_max = 1;
};

struct Rederived {
  // Nothing when something was missing that the root depends on.
  std::optional<crypto::Digest> root;
  std::vector<Mismatch> mismatches;
  std::uint64_t entries_read = 0;

  // The stored tree is whole and has this root.
  bool confirms(const crypto::Digest& other) const {
    return mismatches.empty() && root.has_value() && *root == other;
  }
};

// Derives the root and compares every hash it derives with the tile that stores it. Where a bundle
// cannot be read, it is named and its tile is used, so that what else is damaged is found too.
// `read` is called from left to right, about once a bundle and tile. Pure but for it; thread-safe.
// Errors: the reader's, other than not_found and corrupted, which are mismatches.
// Cost: two SHA-256 an entry that is read.
Result<Rederived> rederive(const RederiveRequest& request,
                           const std::function<Result<Bytes>(std::string_view path)>& read);

}  // namespace pixiu::tlog
