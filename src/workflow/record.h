#pragma once

#include "base/bytes.h"
#include "base/clock.h"
#include "base/entropy.h"
#include "base/ids.h"
#include "base/result.h"
#include "base/transaction.h"
#include "privacy/keyring.h"
#include "privacy/sealed_content.h"
#include "vault/blob_store.h"
#include "vault/custody.h"
#include "vault/event_store.h"
#include "vault/exhibit_store.h"
#include "vault/log_store.h"
#include "vault/retention.h"

#include <string>
#include <string_view>

namespace pixiu::workflow {

// A file that comes in for a claim, and what its sender says of it. The ids are made at the edge,
// so that a repeated request repeats them.
struct Intake {
  TenantId tenant;
  ClaimId claim;
  SubjectId subject;  // whose data the file holds
  ExhibitId exhibit;
  std::string retention_class;  // a word of the schedule (vault/retention.h)
  ByteView content;             // at most limits::photo_bytes_max
};

// The same for a file that is read as it comes, at most limits::recording_bytes_max.
struct StreamedIntake {
  privacy::ContentOwner owner;
  std::string retention_class;
  privacy::ByteSource content;
};

struct TakenIn {
  vault::Exhibit exhibit;  // as it is stored
  EventId event;           // "exhibit.received"
};

// What the record's use cases work on; all outlive it.
struct RecordParts {
  Transactions& transactions;
  vault::EventStore& events;
  vault::ExhibitStore& exhibits;
  vault::BlobStore& blobs;
  const vault::LogStore& log;
  privacy::Keyring& keyring;
  const vault::RetentionSchedule& retention;
  const Clock& clock;
  Entropy& entropy;
};

// The use cases around the record: files are taken in and found again, the log is read. Every call
// blocks. Thread-safe.
class Record {
 public:
  explicit Record(const RecordParts& parts) : parts_(parts) {}

  // Seals a file, stores it, and records that it was received. At return without Error blob,
  // exhibit and event are durable. Repeating it with the same ids and content changes nothing and
  // returns what is stored; so does doing it twice at once.
  // Errors: invalid_input (empty, an unknown retention class), limit_exceeded, conflict (the
  // exhibit's id is taken by another content, or the subject was erased), and the stores'.
  Result<TakenIn> take_in(const Intake& intake);
  Result<TakenIn> take_in(const StreamedIntake& intake);

  // Errors: invalid_input (there is no such class).
  Status check_retention_class(std::string_view word) const;

  // Errors: not_found; the stores'.
  Result<vault::StoredExhibit> exhibit(const TenantId& tenant, const ExhibitId& exhibit) const;
  Result<vault::CustodyChain> custody(const TenantId& tenant, const ExhibitId& exhibit) const;

  // The signed checkpoint. Errors: not_found before the first; the store's.
  Result<std::string> checkpoint() const;

  // A tile or an entry bundle by its path (tlog/tile.h), of the tree of the signed checkpoint: what
  // is stored beyond it may still change. Errors: not_found, also for what is no such path;
  // corrupted; the store's.
  Result<Bytes> log_resource(std::string_view path) const;

  // The proof file of an event (C2SP tlog-proof), whose extra data is the salt and the canonical
  // record: their SHA-256 is the commitment in the log (docs/formats/log.md).
  // Errors: not_found (no such event, or its salt was destroyed), unavailable (not yet in the log;
  // it will be within seconds), corrupted; the stores'.
  Result<std::string> event_proof(const TenantId& tenant, const EventId& event) const;

 private:
  Result<vault::Exhibit> seal(const StreamedIntake& intake);
  Status store(const vault::Exhibit& exhibit, const EventId& event);

  RecordParts parts_;
};

// The id of the event that an exhibit was received: made from the exhibit's, so that a repeated
// request repeats the event.
EventId received_event_of(const ExhibitId& exhibit);

}  // namespace pixiu::workflow
