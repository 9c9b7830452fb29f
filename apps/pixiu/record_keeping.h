#pragma once

#include "data_folder.h"
#include "vault/sequencer_loop.h"
#include "workflow/record_queue.h"

#include <functional>
#include <memory>

namespace pixiu {

// What `pixiu serve --data` keeps running: the use cases on the record with their workers, and the
// sequencer that moves events into the log. Ends what waits, then logs what is stored by then.
class RecordKeeping {
 public:
  // `clock`, `entropy` and `folder` outlive it. `report` is called in the sequencer's thread.
  RecordKeeping(DataFolder& folder, const Clock& clock, Entropy& entropy,
                std::function<void(const vault::RoundReport&)> report);

  workflow::RecordQueue& queue() { return *queue_; }

 private:
  vault::RetentionSchedule retention_;
  workflow::Record record_;
  vault::Sequencer sequencer_;
  std::unique_ptr<vault::SequencerLoop> loop_;
  std::unique_ptr<workflow::RecordQueue> queue_;  // ends before the loop's last round
};

}  // namespace pixiu
