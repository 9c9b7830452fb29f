#pragma once

#include "outbound/client.h"
#include "tlog/policy.h"
#include "tlog/witness.h"
#include "vault/log_store.h"
#include "vault/sequencer.h"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace pixiu::workflow {

// What the log's side of witnessing works on; all outlive it.
struct WitnessingParts {
  const vault::LogStore& log;
  vault::Sequencer& sequencer;
  outbound::Client& client;
  std::vector<tlog::PolicyWitness> witnesses;  // those with a URL are asked
};

// How asking one witness went.
struct WitnessReport {
  std::string witness;  // its name in the policy
  Status outcome;
};

// Asks witnesses to cosign the log's checkpoint, and puts their cosignatures into what is published
// (C2SP tlog-witness). One thread at a time.
class Witnessing {
 public:
  explicit Witnessing(WitnessingParts parts);

  // Sends the stored checkpoint to each witness that has not cosigned it yet, with a proof from the
  // size it knows, which it is asked for when that was another one. What did not work is tried
  // again at the next round. Blocks on the network.
  std::vector<WitnessReport> round();

 private:
  Result<std::vector<tlog::NoteSignature>> ask(const tlog::PolicyWitness& witness,
                                               const std::string& note, std::uint64_t size,
                                               std::string_view text);
  Result<tlog::WitnessOutcome> send(const tlog::PolicyWitness& witness, const std::string& note,
                                    std::uint64_t size, std::string_view text);

  WitnessingParts parts_;
  std::map<std::string, std::uint64_t> known_sizes_;  // by the witness's name
};

// Runs rounds in a thread of its own until destruction.
class WitnessingLoop {
 public:
  using Report = std::function<void(const WitnessReport&)>;  // of what failed; in the thread

  WitnessingLoop(Witnessing& witnessing, std::chrono::milliseconds interval, Report report);
  ~WitnessingLoop();

 private:
  void run(const std::stop_token& token);

  Witnessing& witnessing_;
  std::chrono::milliseconds interval_;
  Report report_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;  // last: it uses all others
};

}  // namespace pixiu::workflow
