#include "cli/provenance_settings.h"

#include "cli/trust.h"
#include "provenance/trust/trust_folder.h"

#include <CLI/CLI.hpp>

namespace pixiu::cli {

void declare_provenance_options(CLI::App& app, ProvenanceOptions& options) {
  app.add_option("--trust-store", options.trust_store,
                 "Folder of the lists of signers that count as known (`pixiu help trust`); default "
                 "by PIXIU_TRUST_STORE, else ~/.local/share/pixiu/trust")
      ->type_name("DIR");
  app.add_flag("--use-location", options.may_use_location,
               "Read where a photo was taken, if its file says so; off by default, since that is "
               "personal data");
}

Result<assessment::ProvenanceSettings> provenance_settings(const ProvenanceOptions& options,
                                                           const Environment& environment) {
  assessment::ProvenanceSettings settings;
  settings.may_use_location = options.may_use_location;
  const auto folder = trust_store_folder(options.trust_store, environment);
  if (!folder) return settings;
  const Result<provenance::TrustStore> store = provenance::load_trust_store(*folder);
  if (!store) return store.error();
  settings.c2pa_trust = {.signers = store->trusted(provenance::TrustKind::signer),
                         .time_stamp_authorities = store->trusted(provenance::TrustKind::tsa)};
  return settings;
}

}  // namespace pixiu::cli
