#include "cli/provenance_settings.h"

#include "cli/trust.h"
#include "provenance/trust/trust_folder.h"

namespace pixiu::cli {

Result<assessment::ProvenanceSettings> provenance_settings(const Environment& environment) {
  assessment::ProvenanceSettings settings;
  const auto folder = trust_store_folder("", environment);
  if (!folder) return settings;
  const Result<provenance::TrustStore> store = provenance::load_trust_store(*folder);
  if (!store) return store.error();
  settings.c2pa_trust = {.signers = store->trusted(provenance::TrustKind::signer),
                         .time_stamp_authorities = store->trusted(provenance::TrustKind::tsa)};
  return settings;
}

}  // namespace pixiu::cli
