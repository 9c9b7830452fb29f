#pragma once

#include "privacy/keyring_testing.h"
#include "tlog/note_key.h"
#include "vault/memory_files_testing.h"
#include "vault/memory_record_testing.h"
#include "vault/sequencer.h"
#include "workflow/record.h"

#include <string>
#include <string_view>

// A record over stores in memory, with a log. Included by tests only.
namespace pixiu::workflow::testing {

struct RecordScene {
  privacy::testing::TestKeys keys;
  vault::testing::MemoryRecord stored;
  vault::testing::MemoryBlobs blobs;
  vault::testing::MemoryLog log;
  vault::RetentionSchedule retention = vault::default_retention();
  tlog::SigningKey log_key =
      *tlog::SigningKey::from_seed("log.example/1", tlog::SignatureType::ed25519, Bytes(32));
  vault::Sequencer sequencer{{.events = stored, .log = log, .key = log_key, .clock = keys.clock}};
  Record record{{.transactions = stored,
                 .events = stored,
                 .exhibits = stored,
                 .blobs = blobs,
                 .log = log,
                 .keyring = *keys.keyring,
                 .retention = retention,
                 .clock = keys.clock,
                 .entropy = keys.entropy}};

  // An exhibit of the scene's claim and subject; `content` outlives it.
  Intake intake(std::string_view content) {
    return {.tenant = keys.tenant,
            .claim = keys.claim,
            .subject = keys.subject,
            .exhibit = ExhibitId::make(keys.clock, keys.entropy),
            .retention_class = "dispute",
            .content = bytes_of(content)};
  }
};

}  // namespace pixiu::workflow::testing
