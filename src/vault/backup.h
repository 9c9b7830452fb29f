#pragma once

#include "tlog/note_key.h"
#include "vault/blob_store.h"
#include "vault/log_store.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

// Copies of a record that is in use, and the proof that a copy may go on
// (docs/operations/backup.md).
namespace pixiu::vault {

// Collects the checkpoints that a log has while something else is copied, so that one can be found
// afterwards that fits the copy. Reads from construction to finish(), in a thread of its own.
class CheckpointWatch {
 public:
  // `log` and `key` outlive it.
  CheckpointWatch(const LogStore& log, const tlog::VerifierKey& key,
                  std::chrono::milliseconds interval);
  ~CheckpointWatch();

  // Ends after a last look. The notes by the sizes of their trees. Errors: the store's; corrupted
  // (a checkpoint of another key).
  Result<std::map<std::uint64_t, std::string>> finish();

 private:
  Status look();

  const LogStore& log_;
  const tlog::VerifierKey& key_;
  std::mutex mutex_;
  std::map<std::uint64_t, std::string> seen_;
  std::optional<Error> error_;
  std::jthread thread_;  // last: it uses all others
};

// Copies the tree of `size` entries into a log without checkpoint, and then, if there is one, the
// note that becomes its checkpoint. What the other one has beyond the tree is left behind. A log
// that has no checkpoint is not appended to as long as its database has indices: the sequencer
// stops. Errors: conflict (`to` has a checkpoint, or is in use), corrupted (a file of the tree is
// missing, naming it); the stores'.
Status copy_log(const LogStore& from, LogStore& to, std::uint64_t size,
                const std::optional<std::string>& note);

// Copies all blobs that `to` has not. Errors: the stores'. Returns how many were copied.
Result<std::size_t> copy_blobs(const BlobStore& from, BlobStore& to);

// How a stored log stands to a checkpoint that somebody else knows.
enum class Standing {
  ahead,   // it extends that checkpoint, or is it
  behind,  // the known one is larger: what it holds beyond ours would be signed differently
  forked,  // both are signed, and neither extends the other
};

// Compares a stored log, whose checkpoint is `note`, with known checkpoints, signed notes of the
// same log. The first that it is not ahead of decides; `ahead` when it is ahead of all. A log may
// be appended to after a restore only when it is ahead of every checkpoint that anybody has seen.
//
// Errors: invalid_input (a known note that is not of this log, naming its number), corrupted
// (`note` is not, or the stored tree has another root); the store's.
Result<Standing> compare_with_known(const LogStore& log, std::string_view note,
                                    const tlog::VerifierKey& key,
                                    std::span<const std::string> known_notes);

}  // namespace pixiu::vault
