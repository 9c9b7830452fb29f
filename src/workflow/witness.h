#pragma once

#include "base/clock.h"
#include "tlog/note_key.h"
#include "tlog/witness.h"
#include "vault/log_store.h"

#include <memory>
#include <mutex>
#include <span>
#include <string_view>
#include <vector>

namespace pixiu::workflow {

// A log that a witness watches, with the place where the last checkpoint it cosigned is kept: only
// the checkpoint of the store is used. The store outlives the witness.
struct WitnessedLog {
  tlog::WatchedLog log;
  vault::LogStore& cosigned;
};

// A witness of other people's logs (C2SP tlog-witness): cosigns a checkpoint when it is shown to
// grow from the last one that it cosigned. Thread-safe; several processes may share the stores.
class Witness {
 public:
  // `key` makes cosignatures (checked); it and the clock outlive the witness.
  Witness(std::vector<WitnessedLog> logs, const tlog::SigningKey& key, const Clock& clock);

  // Answers the body of POST add-checkpoint. The checkpoint is durable, and has replaced the one it
  // was compared with, before a cosignature of it is returned. Blocks.
  tlog::WitnessAnswer add_checkpoint(std::string_view body);

 private:
  std::vector<WitnessedLog> logs_;
  std::vector<tlog::WatchedLog> watched_;
  const tlog::SigningKey& key_;
  const Clock& clock_;
  std::mutex mutex_;  // the look and the replacement are one step
};

}  // namespace pixiu::workflow
