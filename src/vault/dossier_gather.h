#pragma once

#include "privacy/keyring.h"
#include "tlog/policy.h"
#include "vault/blob_store.h"
#include "vault/dossier.h"
#include "vault/exhibit_store.h"
#include "vault/log_store.h"

#include <functional>
#include <optional>
#include <string>

namespace pixiu::vault {

// Where a dossier comes from; all outlive what is gathered, whose contents are read when it is
// written.
struct DossierSources {
  const EventStore& events;
  const ExhibitStore& exhibits;
  const BlobStore& blobs;
  const LogStore& log;
  privacy::Keyring& keyring;
  const Clock& clock;
  tlog::VerifierKey log_key;
  std::string policy;           // published with the log
  std::string authorities_pem;  // roots of the time-stamp authorities
  // Has a checkpoint's text time-stamped; empty: without time stamps.
  std::function<Result<std::vector<CheckpointTimeStamp>>(std::string_view checkpoint_text)> stamp;
  // What examinations found in an exhibit, as JSON; empty: without findings.
  std::function<Result<std::optional<std::string>>(const Exhibit& exhibit)> findings;
};

// Gathers the dossier of a claim: its exhibits that are neither erased nor in quarantine, the
// events of the claim and of each of its exhibits, and proofs under the stored checkpoint. Errors:
// not_found (nothing is known of the claim), unavailable (an event is not in the log yet: in two
// seconds it will be), limit_exceeded (limits::dossier_events_max), corrupted; the sources'.
Result<Dossier> gather_dossier(const DossierSources& sources, const TenantId& tenant,
                               const ClaimId& claim);

// A policy for a log without witnesses.
std::string policy_of(const tlog::VerifierKey& log_key);

}  // namespace pixiu::vault
