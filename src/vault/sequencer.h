#pragma once

#include "base/clock.h"
#include "tlog/appender.h"
#include "tlog/checkpoint.h"
#include "tlog/note_key.h"
#include "vault/event_store.h"
#include "vault/log_store.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pixiu::vault {

inline constexpr std::size_t sequencer_batch_max = 8192;  // events of one round

// Ends the process (base/stop.h) wherever a test does not put something else there.
using StopProcess = std::function<void(std::string_view why)>;
StopProcess real_stop();

// What a sequencer works on; all outlive it.
struct SequencerParts {
  EventStore& events;
  LogStore& log;
  const tlog::SigningKey& key;  // its name is the log's origin
  const Clock& clock;
  StopProcess stop = real_stop();
};

// Moves stored events into the log (docs/adr/0006-*): takes those without an index in the order of
// storing, writes bundles and tiles, derives the root a second time from what is stored
// (tlog/rederive.h), signs, replaces the checkpoint under compare-and-swap, and only then notes the
// indices.
//
// What holds whenever the process ends, and after any failed call of a store: every checkpoint that
// was ever stored extends those before it; no index is given to two events, none is changed; an
// event that is stored gets into the log by some later round.
//
// It stops the process, and does nothing more by itself, when the second derivation does not agree,
// when the stored checkpoint does not fit what is stored, and when the log's store says that it
// does not know what is on its disk (ErrorCode::internal).
//
// Thread-safe; rounds exclude each other.
class Sequencer {
 public:
  explicit Sequencer(SequencerParts parts);
  ~Sequencer();

  // One round: at most sequencer_batch_max events. Returns how many were logged; 0 when there are
  // none. The first round of a log signs a checkpoint of size 0 if nothing is to be logged.
  // Errors: conflict (somebody else writes this log; nothing was done), internal (stopped), and the
  // stores': the next round tries again.
  Result<std::size_t> round();

  // Adds cosignatures to the stored checkpoint, if it still is the one with this text.
  // Errors: not_found (another one stands there by now), and as round().
  Status add_cosignatures(std::string_view checkpoint_text,
                          std::span<const tlog::NoteSignature> cosignatures);

 private:
  struct Signed {
    std::string note;  // as it is stored
    tlog::Checkpoint checkpoint;
  };

  Status take_up();
  Status read_checkpoint();
  Status note_indices();
  Status find_unsigned();
  Result<std::vector<StoredEvent>> next_events();
  Status write(std::span<const StoredEvent> batch);
  Status confirm();
  Status sign();
  Status replace(std::string next);
  Error stop(std::string why);
  Error of_log(const Error& error);
  Error passed_on(const Error& error);

  SequencerParts parts_;
  std::mutex mutex_;
  std::unique_ptr<LogLock> lock_;
  bool is_stopped_ = false;
  bool is_taken_up_ = false;  // false: what is stored has to be read again before going on
  tlog::Appender appender_;
  std::optional<Signed> last_;
  std::vector<StoredEvent> unsigned_;  // in bundles already, before a round that did not finish
};

}  // namespace pixiu::vault
