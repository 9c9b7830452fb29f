#pragma once

#include "base/result.h"
#include "tlog/hash.h"
#include "tlog/note.h"
#include "tlog/note_key.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Checkpoints (C2SP tlog-checkpoint): what a log commits to, as the text of a signed note.
namespace pixiu::tlog {

struct Checkpoint {
  std::string origin;
  std::uint64_t size = 0;
  Hash root{};
  std::vector<std::string> extensions;  // opaque lines, kept because signatures cover them

  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

// The text of a checkpoint's note. Errors: invalid_input with the reason (an empty line, a size
// with leading zeroes or above tree_size_max, a root that is not 32 bytes of base 64).
Result<Checkpoint> parse_checkpoint(std::string_view text);

// The inverse. Origin and extensions must be lines that are not empty (checked).
std::string format_checkpoint(const Checkpoint& checkpoint);

// A checkpoint whose note was signed by its log.
struct SignedCheckpoint {
  Checkpoint checkpoint;
  Note note;
};

// Parses a signed checkpoint and verifies it with one of the log's keys; the origin must be that
// key's name. Other signatures are kept and overlooked.
// Errors: invalid_input, limit_exceeded, permission_denied.
Result<SignedCheckpoint> open_checkpoint(std::string_view note,
                                         std::span<const VerifierKey> log_keys);

}  // namespace pixiu::tlog
