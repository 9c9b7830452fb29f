#include "vault/sequencer_loop.h"

#include <utility>

namespace pixiu::vault {

SequencerLoop::SequencerLoop(Sequencer& sequencer, Options options)
    : sequencer_(sequencer),
      options_(std::move(options)),
      thread_([this](std::stop_token token) { run(token); }) {}

SequencerLoop::~SequencerLoop() {
  thread_.request_stop();
  thread_.join();
}

void SequencerLoop::run(const std::stop_token& token) {
  bool is_last = false;
  while (!is_last) {
    is_last = token.stop_requested();
    const bool was_full = run_round();
    if (is_last || was_full) continue;
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, token, options_.interval, [] { return false; });
  }
}

// Whether there is more to do at once.
bool SequencerLoop::run_round() {
  const auto start = std::chrono::steady_clock::now();
  Result<std::size_t> logged = sequencer_.round();
  const bool was_full = logged && *logged == sequencer_batch_max;
  options_.report({.logged = std::move(logged),
                   .duration = std::chrono::duration_cast<std::chrono::milliseconds>(
                       std::chrono::steady_clock::now() - start)});
  return was_full;
}

}  // namespace pixiu::vault
