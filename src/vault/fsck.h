#pragma once

#include "base/clock.h"
#include "privacy/keyring.h"
#include "tlog/note_key.h"
#include "vault/blob_store.h"
#include "vault/event_store.h"
#include "vault/exhibit_store.h"
#include "vault/log_store.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Checks everything that is stored, each part against the others: events against their commitments
// and the log's entries, the log against its signed checkpoint, exhibits against their custody and
// their blobs.
namespace pixiu::vault {

enum class FsckSeverity {
  damage,  // something promised does not hold
  notice,  // harmless, such as a blob that an interrupted intake left behind
};

// One thing that was found.
struct FsckFinding {
  FsckSeverity severity = FsckSeverity::damage;
  std::string
      where;         // "tile/0/000", "checkpoint", "event 0189...", "exhibit 0189...", "blob 3f..."
  std::string what;  // what does not hold, in English; no personal data

  friend bool operator==(const FsckFinding&, const FsckFinding&) = default;
};

struct FsckReport {
  std::vector<FsckFinding> findings;  // of the same store always in the same order
  bool is_cut = false;  // there were more than limits::fsck_findings_max; looking ended there
  std::uint64_t events = 0;
  std::uint64_t events_unlogged = 0;
  std::uint64_t log_entries = 0;
  std::uint64_t log_files = 0;
  std::uint64_t exhibits = 0;
  std::uint64_t exhibits_erased = 0;
  std::uint64_t blobs = 0;
  std::uint64_t content_bytes = 0;  // opened and digested

  bool is_clean() const;  // no damage
};

struct FsckParts {
  const EventStore& events;
  const ExhibitStore& exhibits;
  const BlobStore& blobs;
  const LogStore& log;
  std::span<const tlog::VerifierKey> log_keys;
  // Opens the contents of blobs; null: only that they are there is checked.
  privacy::Keyring* keyring = nullptr;
};

// Runs beside a server that goes on storing: what is stored meanwhile is not yet looked at.
// Errors: the stores', other than what they say of one thing (corrupted, not_found), which are
// findings.
// Memory: 33 bytes a log entry, and one page of everything else. Cost: reads everything once.
Result<FsckReport> fsck(const FsckParts& parts);

// What to do about exhibits whose content does not hold.
struct QuarantineParts {
  Transactions& transactions;
  EventStore& events;
  ExhibitStore& exhibits;
  const BlobStore& blobs;
  privacy::Keyring& keyring;
  const Clock& clock;
  Entropy& entropy;
};

// Reads an exhibit's content and sets or lifts its quarantine by what it finds, with an event of
// its custody in the same transaction. The rest of the record is served on. Returns the quarantine
// that holds afterwards. Errors: not_found (no such exhibit); the stores'.
Result<std::optional<Quarantine>> recheck_exhibit(const QuarantineParts& parts,
                                                  const TenantId& tenant, const ExhibitId& exhibit,
                                                  const Actor& actor);

}  // namespace pixiu::vault
