#pragma once

#include "vault/sequencer.h"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>

namespace pixiu::vault {

// What became of a round, for the log of the server.
struct RoundReport {
  Result<std::size_t> logged;
  std::chrono::milliseconds duration{0};
};

// Runs a sequencer's rounds in a thread of its own, from construction to destruction: one each
// interval and at once after a full one, so that an event is in the log an interval and two rounds
// after its storing at the latest.
class SequencerLoop {
 public:
  struct Options {
    std::chrono::milliseconds interval{500};
    std::function<void(const RoundReport&)> report = [](const RoundReport&) {};  // in the thread
  };

  // `sequencer` outlives the loop.
  SequencerLoop(Sequencer& sequencer, Options options);

  // Ends after a last round, which takes what is stored by now.
  ~SequencerLoop();

 private:
  void run(const std::stop_token& token);
  bool run_round();

  Sequencer& sequencer_;
  Options options_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;  // last: it uses all others
};

}  // namespace pixiu::vault
