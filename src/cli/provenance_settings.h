#pragma once

#include "assessment/assess.h"
#include "base/result.h"
#include "cli/terminal.h"

namespace pixiu::cli {

// What the operator decided about files' own statements: the trust store's lists (trust.h says
// where it is; none is an empty store, which knows no signer). Read before the sandbox starts.
// Errors: as load_trust_store; the message names the file.
Result<assessment::ProvenanceSettings> provenance_settings(const Environment& environment);

}  // namespace pixiu::cli
