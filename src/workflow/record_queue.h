#pragma once

#include "base/limits.h"
#include "base/result.h"
#include "workflow/record.h"

#include <cstddef>
#include <functional>
#include <memory>

namespace pixiu::workflow {

// Runs jobs on the record with several workers side by side: they wait for the disk, and their
// writes then share commits. Thread-safe. Destruction runs what waits, then ends.
class RecordQueue {
 public:
  using Job = std::function<void(Record& record)>;  // must not throw

  struct Options {
    int workers = 16;
    std::size_t length_max = limits::record_queue_length_max;
  };

  // `record` outlives the queue.
  RecordQueue(Record& record, const Options& options);
  ~RecordQueue();
  RecordQueue(const RecordQueue&) = delete;
  RecordQueue& operator=(const RecordQueue&) = delete;

  // Never waits. Errors: unavailable when the queue is full.
  Status submit(Job job);

  // False when submit would find the queue full.
  bool has_room() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pixiu::workflow
