#pragma once

#include "crypto/certificate_chain.h"
#include "provenance/c2pa/c2pa.h"
#include "tests/c2pa_signer/cbor.h"
#include "tests/c2pa_signer/manifest.h"

#include <algorithm>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

// What the tests of signed files share: one small world, and what examining a file gave.
namespace pixiu::provenance::c2pa {

inline void PrintTo(C2paOutcome outcome, std::ostream* out) {
  *out << c2pa_outcome_name(outcome);
}

namespace signed_files {

namespace signer = c2pa_signer;

inline const signer::World& world() {
  static const signer::World made = signer::make_world();
  return made;
}

inline C2paTrust trusting(const signer::Party& anchor) {
  const crypto::TrustList list(
      {.anchors = {*crypto::Certificate::parse(anchor.certificate)}, .allowed_end_entities = {}});
  return {list, list};
}

inline C2paReport examine(ByteView file, const C2paTrust& trust = trusting(world().root)) {
  return examine_c2pa(file, trust, signer::day("2025-01-01"));
}

// A time stamp of 2024-06-01 by an authority below the world's root.
inline signer::Stamp stamp(signer::StampKind kind = signer::StampKind::signature) {
  signer::Stamp made;
  made.kind = kind;
  made.authority = world().time_stamp_authority;
  made.recipe.more_certificates = {world().intermediate.certificate};
  return made;
}

// A sound manifest with a note beside what it must have.
inline signer::Recipe sound(signer::CertificateRecipe certificate = {}) {
  signer::Recipe recipe;
  recipe.signer = signer::make_signer(world(), -7, std::move(certificate));
  recipe.stamps = {stamp()};
  recipe.more = {
      {"org.test.note",
       signer::cbor_assertion("org.test.note",
                              signer::cbor::object({{"note", signer::cbor::text("a note")}}))}};
  return recipe;
}

// An edited picture and the one it was made from.
inline std::vector<signer::Recipe> parent_and_child(int ingredient_version = 2) {
  signer::Recipe parent = sound();
  parent.label = "urn:c2pa:2f7a5a2e-0000-4000-8000-00000000000a";
  signer::Recipe child = sound();
  child.action = "c2pa.opened";
  child.source_type = "";
  child.ingredients = {{.target = parent.label, .version = ingredient_version}};
  return {parent, child};
}

// The codes of a kind over all manifests.
inline std::set<std::string> codes(const C2paReport& report, StatusKind kind) {
  std::set<std::string> found;
  for (const ManifestReport& manifest : report.manifests) {
    for (const ValidationStatus& status : manifest.statuses) {
      if (status.code.kind == kind) found.emplace(status.code.name);
    }
  }
  return found;
}

inline std::set<std::string> failures(const C2paReport& report) {
  return codes(report, StatusKind::failure);
}

inline bool is_unchanged(C2paOutcome outcome) {
  return outcome == C2paOutcome::unchanged_known_signer ||
         outcome == C2paOutcome::unchanged_unknown_signer ||
         outcome == C2paOutcome::unchanged_certificate_aged;
}

}  // namespace signed_files
}  // namespace pixiu::provenance::c2pa
