#pragma once

#include "base/bytes.h"
#include "base/timestamp.h"
#include "provenance/c2pa/embedded_store.h"
#include "provenance/c2pa/report.h"
#include "provenance/c2pa/signature_check.h"

#include <cstddef>
#include <vector>

namespace pixiu::provenance::c2pa {

// Validates a manifest store that was found in the file and fills the report's manifests, the
// active one first to be asked: every manifest that it leads to, each once, with ALL status codes,
// ingredients walked to the end (limits::c2pa_ingredient_nesting_max; circles are a failure), and
// the hard binding of the active manifest, or of the standard manifest below update manifests,
// against the file. Leaves outcome and origin as they are.
//
// Returns the manifests that speak for the file as it is: the active one and, below update
// manifests, the one whose hard binding counts.
// Errors: corrupted, limit_exceeded (the store's boxes); the report then has no manifests.
// Cost:   a digest over the file and one over what the manifests refer to, and the signature checks
//         of each manifest reached.
// Source: C2PA 2.1, chapter 15
Result<std::vector<std::size_t>> check_store(ByteView file, const EmbeddedStore& embedded,
                                             const C2paTrust& trust, Timestamp now,
                                             C2paReport& report);

}  // namespace pixiu::provenance::c2pa
