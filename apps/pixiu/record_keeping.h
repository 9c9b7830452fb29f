#pragma once

#include "data_folder.h"
#include "vault/sequencer_loop.h"
#include "workflow/record.h"
#include "workflow/uploads.h"
#include "workflow/witnessing.h"
#include "workflow/work_queue.h"

#include <functional>
#include <memory>
#include <vector>

namespace pixiu {

// Who is asked to cosign the log, and how witnesses are reached.
struct WitnessOptions {
  std::vector<tlog::PolicyWitness> witnesses;
  outbound::ClientOptions client;
};

// What `pixiu serve --data` keeps running: the use cases on the record with their workers, and the
// sequencer that moves events into the log, and who has witnesses cosign it. Ends what waits, then
// logs what is stored by then.
class RecordKeeping {
 public:
  struct Reports {
    std::function<void(const vault::RoundReport&)> round;         // in the sequencer's thread
    std::function<void(const workflow::WitnessReport&)> witness;  // of failures, in a thread
    std::function<void(const Error&)> upload;  // of failures, in the thread of the uploads
  };

  // `clock`, `entropy` and `folder` outlive it.
  RecordKeeping(DataFolder& folder, const Clock& clock, Entropy& entropy, Reports reports);

  // Begins to ask witnesses. Once. Errors: those of the HTTP client's options.
  Status start_witnessing(const WitnessOptions& options);

  workflow::Record& record() { return record_; }
  workflow::Uploads& uploads() { return *uploads_; }
  workflow::WorkQueue& work() { return *work_; }

 private:
  DataFolder& folder_;
  Reports reports_;
  vault::RetentionSchedule retention_;
  workflow::Record record_;
  vault::Sequencer sequencer_;
  std::unique_ptr<vault::SequencerLoop> loop_;
  std::unique_ptr<outbound::Client> client_;
  std::unique_ptr<workflow::Witnessing> witnessing_;
  std::unique_ptr<workflow::WitnessingLoop> witnessing_loop_;
  std::unique_ptr<workflow::Uploads> uploads_;
  std::unique_ptr<workflow::WorkQueue> work_;  // ends before the loop's last round
};

}  // namespace pixiu
