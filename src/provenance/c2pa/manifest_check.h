#pragma once

#include "base/timestamp.h"
#include "provenance/c2pa/manifest_tree.h"
#include "provenance/c2pa/report.h"
#include "provenance/c2pa/signature_check.h"

namespace pixiu::provenance::c2pa {

// Judges one manifest of the tree by itself and against its ingredients, and adds ALL results to
// its node: claim signature, every assertion's hash, assertions that nobody declared, redactions,
// the number of hard bindings, actions, update rules, ingredients. The hard binding itself is left
// to check_hard_binding.
SignerReport check_manifest(ManifestTree& tree, ManifestNode& node, const C2paTrust& trust,
                            Timestamp now, crypto::CertificateCache& cache);

// The boxes of the hard bindings that the manifest's claim names, with their absolute URIs.
struct DeclaredBinding {
  const JumbfBox* box = nullptr;
  std::string uri;
};
std::vector<DeclaredBinding> declared_bindings(const ManifestTree& tree, const ManifestNode& node);

}  // namespace pixiu::provenance::c2pa
