#pragma once

#include "base/result.h"
#include "base/timestamp.h"
#include "tlog/checkpoint.h"
#include "tlog/hash.h"
#include "tlog/note_key.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// The witness protocol (C2SP tlog-witness), both sides, without its transport and its storage.
namespace pixiu::tlog {

// The body of POST <prefix>/add-checkpoint.
struct AddCheckpoint {
  std::uint64_t old_size = 0;
  std::vector<Hash> proof;
  std::string checkpoint;  // the signed note, byte for byte

  friend bool operator==(const AddCheckpoint&, const AddCheckpoint&) = default;
};

// Errors: invalid_input with the reason, limit_exceeded.
Result<AddCheckpoint> parse_add_checkpoint(std::string_view body);

// The inverse. At most proof_hashes_max hashes (checked).
std::string format_add_checkpoint(const AddCheckpoint& request);

inline constexpr std::string_view witness_size_type = "text/x.tlog.size";

// What a witness answered, to the log that asked.
struct WitnessAnswer {
  int status = 0;  // HTTP
  std::string content_type;
  std::string body;
};

// What follows from an answer.
struct WitnessOutcome {
  std::vector<NoteSignature> cosignatures;  // verified ones of the witness's key
  std::optional<std::uint64_t> size_known;  // of a 409: ask again with a proof from this size
};

// Reads an answer to a checkpoint that was sent. Cosignatures of unknown keys are overlooked.
// Errors: permission_denied (a cosignature that does not verify, or none; or 403, 404, 422),
// invalid_input (not what the protocol allows), unavailable (any other status: try again later).
Result<WitnessOutcome> read_witness_answer(const WitnessAnswer& answer, std::string_view text,
                                           const VerifierKey& witness);

// A log that a witness watches.
struct WatchedLog {
  std::string origin;
  std::vector<VerifierKey> keys;
};

// The last checkpoint cosigned of an origin. Before the first: size 0.
struct WitnessState {
  std::uint64_t size = 0;
  Hash root{};

  friend bool operator==(const WitnessState&, const WitnessState&) = default;
};

// What a witness has to do with a request. When `new_state` is there, it must be on disk before a
// cosignature of `text` leaves the machine; else the answer is complete.
struct WitnessDecision {
  WitnessAnswer answer;
  std::optional<WitnessState> new_state;
  std::string text;  // of the checkpoint to cosign
};

// The state rule. Pure: the caller holds a lock on the origin's state from before this call until
// the new state is stored. `state` is what is stored of the request's origin.
WitnessDecision decide_cosigning(const AddCheckpoint& request, std::span<const WatchedLog> logs,
                                 const WitnessState& state);

}  // namespace pixiu::tlog
