#pragma once

#include "base/limits.h"
#include "base/result.h"

#include <cstddef>
#include <functional>
#include <memory>

namespace pixiu::workflow {

// Runs jobs that wait for the disk, with several workers side by side, so that their writes share
// commits. Thread-safe. Destruction runs what waits, then ends.
class WorkQueue {
 public:
  using Job = std::function<void()>;  // must not throw

  struct Options {
    int workers = 16;
    std::size_t length_max = limits::work_queue_length_max;
  };

  explicit WorkQueue(const Options& options);
  ~WorkQueue();
  WorkQueue(const WorkQueue&) = delete;
  WorkQueue& operator=(const WorkQueue&) = delete;

  // Never waits. Errors: unavailable when the queue is full.
  Status submit(Job job);

  // False when submit would find the queue full.
  bool has_room() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pixiu::workflow
