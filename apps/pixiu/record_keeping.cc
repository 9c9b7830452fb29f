#include "record_keeping.h"

#include <chrono>
#include <utility>

namespace pixiu {
namespace {

constexpr std::chrono::seconds witnessing_interval{1};

}  // namespace

RecordKeeping::RecordKeeping(DataFolder& folder, const Clock& clock, Entropy& entropy,
                             Reports reports)
    : folder_(folder),
      reports_(std::move(reports)),
      retention_(vault::default_retention()),
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
          sequencer_, vault::SequencerLoop::Options{.report = reports_.round})),
      uploads_(workflow::Uploads::start(
          {.store = *folder.uploads,
           .keyring = *folder.keyring,
           .entropy = entropy,
           .clock = clock,
           .check =
               [this](const workflow::NewUpload& upload) {
                 return record_.check_retention_class(upload.retention_class);
               },
           .take_in = [this](const workflow::UploadState& upload,
                             const privacy::ByteSource& content) -> Status {
             const auto taken_in = record_.take_in(
                 workflow::StreamedIntake{upload.owner, upload.retention_class, content});
             if (!taken_in) return taken_in.error();
             return {};
           },
           .report = reports_.upload})),
      work_(std::make_unique<workflow::WorkQueue>(workflow::WorkQueue::Options{})) {}

Status RecordKeeping::start_witnessing(const WitnessOptions& options) {
  auto client = outbound::Client::make(options.client);
  if (!client) return client.error();
  client_ = std::move(*client);
  witnessing_ = std::make_unique<workflow::Witnessing>(
      workflow::WitnessingParts{.log = *folder_.log,
                                .sequencer = sequencer_,
                                .client = *client_,
                                .witnesses = options.witnesses});
  witnessing_loop_ = std::make_unique<workflow::WitnessingLoop>(*witnessing_, witnessing_interval,
                                                                reports_.witness);
  return {};
}

}  // namespace pixiu
