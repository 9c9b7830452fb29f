#include "record_keeping.h"

#include <utility>

namespace pixiu {

RecordKeeping::RecordKeeping(DataFolder& folder, const Clock& clock, Entropy& entropy,
                             std::function<void(const vault::RoundReport&)> report)
    : retention_(vault::default_retention()),
      record_({.transactions = *folder.database,
               .events = *folder.events,
               .exhibits = *folder.exhibits,
               .blobs = *folder.blobs,
               .log = *folder.log,
               .keyring = *folder.keyring,
               .retention = retention_,
               .clock = clock,
               .entropy = entropy}),
      sequencer_(
          {.events = *folder.events, .log = *folder.log, .key = *folder.log_key, .clock = clock}),
      loop_(std::make_unique<vault::SequencerLoop>(
          sequencer_, vault::SequencerLoop::Options{.report = std::move(report)})),
      queue_(std::make_unique<workflow::RecordQueue>(record_, workflow::RecordQueue::Options{})) {}

}  // namespace pixiu
