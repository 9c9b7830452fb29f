#pragma once

#include "assessment/assess.h"
#include "base/result.h"
#include "cli/terminal.h"

#include <string>

namespace CLI {
class App;
}

namespace pixiu::cli {

// What a command was told about files' own statements.
struct ProvenanceOptions {
  std::string trust_store;        // a folder; empty: where trust.h says
  bool may_use_location = false;  // the tenant's policy allows the place to be read
};

// Declares --trust-store and --use-location on a command; `options` must outlive it.
void declare_provenance_options(CLI::App& app, ProvenanceOptions& options);

// What the operator decided about files' own statements: the trust store's lists (none is an empty
// store, which knows no signer). Read before the sandbox starts.
// Errors: as load_trust_store; the message names the file.
Result<assessment::ProvenanceSettings> provenance_settings(const ProvenanceOptions& options,
                                                           const Environment& environment);

}  // namespace pixiu::cli
