#pragma once

#include "base/timestamp.h"
#include "provenance/c2pa/manifest_tree.h"
#include "provenance/c2pa/report.h"
#include "provenance/c2pa/signature_check.h"

#include <string_view>

namespace pixiu::provenance::c2pa {

// cawg.identity, with or without an instance number.
bool is_identity(std::string_view label);

// Checks an assertion that names who stands behind a manifest's other assertions, and adds what it
// finds to the manifest's results under `uri`, with codes of their own ("cawg."), since a failing
// identity is no failure of the manifest: that it is about assertions of this very claim and its
// hard binding, its padding, and for a certificate (cawg.x509.cose) the signature, its time stamp
// and the path to an anchor of the operator's list of signers. What an aggregator states
// (cawg.identity_claims_aggregation) is read and shown; proving it would take the network.
// Never fails. Cost: as check_claim_signature.
// Source: CAWG Identity Assertion 1.2, 5.2 and 7
IdentityReport check_identity(const JumbfBox& box, std::string_view uri, ManifestNode& node,
                              const C2paTrust& trust, Timestamp now,
                              crypto::CertificateCache& cache);

}  // namespace pixiu::provenance::c2pa
