#pragma once

#include "base/bytes.h"
#include "crypto/digest.h"
#include "tlog/tile.h"
#include "vault/log_store.h"

#include <cstdint>
#include <vector>

// How tlog, which does no I/O, sees a LogStore.
namespace pixiu::vault {

// Reads from `store`, which must outlive it; each call goes to the medium. Thread-safe.
tlog::ResourceReader log_reader(const LogStore& store);

// The commitments of entries first..end-1 of a log of `size` entries (first <= end <= size,
// checked), from the stored bundles. Errors: corrupted (a bundle is missing, cut or holds another
// kind of entry, naming its path); the store's.
Result<std::vector<crypto::Digest>> stored_commitments(const LogStore& store, std::uint64_t first,
                                                       std::uint64_t end, std::uint64_t size);

// The commitments that bundles hold beyond a tree of `size` entries: left by a writer that ended
// before it signed. As far as they go on without a gap, at most `count_max`.
// Errors: the store's.
Result<std::vector<crypto::Digest>> commitments_beyond(const LogStore& store, std::uint64_t size,
                                                       std::size_t count_max);

}  // namespace pixiu::vault
