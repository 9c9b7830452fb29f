#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "tlog/tile.h"

#include <cstddef>
#include <vector>

// Entry bundles: log entries, each behind its length as a big-endian uint16 (C2SP tlog-tiles).
namespace pixiu::tlog {

inline constexpr std::size_t entry_bytes_max = 65'535;

// Adds an entry to a bundle. Errors: limit_exceeded above entry_bytes_max.
Status append_entry(Bytes& bundle, ByteView entry);

// The entries of a bundle, as views into it. Errors: corrupted, when the lengths do not end with
// the bytes or there are more than 256 entries.
Result<std::vector<ByteView>> parse_bundle(ByteView bundle);

// The entries of a stored bundle: exactly as many as its width says. A partial bundle that is not
// stored (any more) is taken from the full one. Errors: corrupted; else the reader's.
Result<std::vector<Bytes>> read_bundle(const ResourceReader& read, const Bundle& bundle);

// One entry of a log of `tree_size` entries; index < tree_size (checked). Errors: as read_bundle.
Result<Bytes> read_entry(const ResourceReader& read, std::uint64_t index, std::uint64_t tree_size);

}  // namespace pixiu::tlog
