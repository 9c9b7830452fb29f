#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "tlog/checkpoint.h"
#include "tlog/hash.h"
#include "tlog/policy.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Proof files (C2SP tlog-proof, version 1): that an entry is in a log, to be checked offline.
namespace pixiu::tlog {

struct ProofFile {
  std::optional<Bytes> extra;  // opaque and not authenticated
  std::uint64_t index = 0;
  std::vector<Hash> hashes;
  std::string checkpoint;  // the signed note, byte for byte

  friend bool operator==(const ProofFile&, const ProofFile&) = default;
};

inline constexpr std::string_view proof_file_ending = ".tlog-proof";

// Errors: invalid_input with the reason (the checkpoint must be a note, but is not verified),
// limit_exceeded (limits::tlog_proof_bytes_max, proof_hashes_max).
Result<ProofFile> parse_proof_file(std::string_view text);

// The inverse. At most proof_hashes_max hashes (checked).
std::string format_proof_file(const ProofFile& proof);

// Verifies that `entry` is in a log that the policy knows, under a checkpoint that satisfies it.
// Returns the checkpoint. Errors: invalid_input, permission_denied, each with the reason.
Result<Checkpoint> verify_proof_file(const ProofFile& proof, ByteView entry, const Policy& policy);

}  // namespace pixiu::tlog
