#include "provenance/c2pa/c2pa.h"

#include "base/check.h"
#include "provenance/c2pa/limits.h"
#include "provenance/c2pa/origin.h"
#include "provenance/c2pa/store_check.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

namespace pixiu::provenance::c2pa {
namespace {

// What shows that bytes are other ones than those that were signed.
bool is_change(const StatusCode& code) {
  constexpr std::array<StatusCode, 15> changes = {status::claim_signature_mismatch,
                                                  status::hashed_uri_mismatch,
                                                  status::data_hash_mismatch,
                                                  status::bmff_hash_mismatch,
                                                  status::boxes_hash_mismatch,
                                                  status::boxes_hash_unknown_box,
                                                  status::multi_asset_hash_mismatch,
                                                  status::assertion_missing,
                                                  status::assertion_undeclared,
                                                  status::assertion_not_redacted,
                                                  status::ingredient_hash_mismatch,
                                                  status::ingredient_manifest_mismatch,
                                                  status::ingredient_signature_mismatch,
                                                  status::ingredient_manifest_missing,
                                                  status::ingredient_signature_missing};
  return std::ranges::find(changes, code) != changes.end();
}

// What speaks of the signer, not of the file.
bool is_about_signer(const StatusCode& code) {
  constexpr std::array<StatusCode, 6> signer = {status::signing_credential_untrusted,
                                                status::signing_credential_invalid,
                                                status::signing_credential_expired,
                                                status::claim_signature_outside_validity,
                                                status::ocsp_revoked,
                                                status::ocsp_unknown};
  return std::ranges::find(signer, code) != signer.end();
}

// An identity that is stated beside the manifest may fail without the manifest failing.
bool is_failure_of_file(const StatusCode& code) {
  return code.kind == StatusKind::failure && !code.is_of_identity();
}

bool has_own_failure(const ManifestReport& manifest) {
  return std::ranges::any_of(manifest.statuses, [](const ValidationStatus& one) {
    return is_failure_of_file(one.code) && !is_about_signer(one.code);
  });
}

// The failures that each manifest's users knew of when they took it in, itself and what it holds.
std::vector<std::set<std::string_view>> recorded_failures(const C2paReport& report) {
  std::vector<std::set<std::string_view>> recorded(report.manifests.size());
  // Passes knowledge on to ingredients of ingredients; as many rounds as manifests can nest.
  bool has_grown = true;
  for (int round = 0; has_grown && round < limits::c2pa_ingredient_nesting_max; ++round) {
    has_grown = false;
    for (std::size_t index = 0; index < report.manifests.size(); ++index) {
      for (const IngredientReport& one : report.manifests[index].ingredients) {
        if (!one.manifest_index || *one.manifest_index == index) continue;
        std::set<std::string_view>& known = recorded[*one.manifest_index];
        const std::size_t before = known.size();
        known.insert(one.recorded_failures.begin(), one.recorded_failures.end());
        known.insert(recorded[index].begin(), recorded[index].end());
        has_grown |= known.size() != before;
      }
    }
  }
  return recorded;
}

// Whether an ingredient's manifest was changed since it was taken in.
bool has_changed_ingredient(const C2paReport& report, const std::vector<std::size_t>& line) {
  const auto recorded = recorded_failures(report);
  for (std::size_t index = 0; index < report.manifests.size(); ++index) {
    const ManifestReport& manifest = report.manifests[index];
    if (!manifest.is_reached || std::ranges::find(line, index) != line.end()) continue;
    const bool has_new_change =
        std::ranges::any_of(manifest.statuses, [&](const ValidationStatus& one) {
          return is_change(one.code) && !recorded[index].contains(one.code.name);
        });
    if (has_new_change) return true;
  }
  return false;
}

C2paOutcome outcome_of(const C2paReport& report, const std::vector<std::size_t>& line) {
  bool is_malformed = false;
  bool is_valid_at_signing = true;
  bool is_known = true;
  for (const std::size_t index : line) {
    const ManifestReport& manifest = report.manifests[index];
    for (const ValidationStatus& one : manifest.statuses) {
      if (!is_failure_of_file(one.code)) continue;
      if (is_change(one.code)) return C2paOutcome::changed_after_signing;
      is_malformed |= !is_about_signer(one.code);
    }
    is_malformed |= !manifest.signer.is_signature_valid;
    is_valid_at_signing &= manifest.signer.is_valid_at_signing;
    is_known &= manifest.signer.is_trusted && !manifest.signer.is_revoked;
  }
  if (has_changed_ingredient(report, line)) return C2paOutcome::changed_after_signing;
  if (is_malformed) return C2paOutcome::malformed;
  if (!is_valid_at_signing) return C2paOutcome::unchanged_certificate_aged;
  return is_known ? C2paOutcome::unchanged_known_signer : C2paOutcome::unchanged_unknown_signer;
}

}  // namespace

std::string_view c2pa_outcome_name(C2paOutcome outcome) {
  switch (outcome) {
    case C2paOutcome::none: return "none";
    case C2paOutcome::unchanged_known_signer: return "unchanged_known_signer";
    case C2paOutcome::unchanged_unknown_signer: return "unchanged_unknown_signer";
    case C2paOutcome::unchanged_certificate_aged: return "unchanged_certificate_aged";
    case C2paOutcome::changed_after_signing: return "changed_after_signing";
    case C2paOutcome::malformed: return "malformed";
  }
  PIXIU_CHECK(false);
}

C2paReport examine_c2pa(ByteView file, const C2paTrust& trust, Timestamp now) {
  const EmbeddedStore embedded = find_store(file);
  C2paReport report;
  report.container = embedded.container;
  report.remote_url = embedded.remote_url;
  report.store_ranges = embedded.ranges;
  report.problem = embedded.problem;
  if (!embedded.is_present()) return report;
  report.outcome = C2paOutcome::malformed;
  report.examined_at = now;
  report.trust_sha256 = trust.sha256();
  if (!embedded.problem.empty()) return report;
  const auto line = check_store(file, embedded, trust, now, report);
  if (!line) {
    report.problem = line.error().message;
    return report;
  }
  report.origin = stated_origin(report);
  report.outcome = outcome_of(report, *line);
  const SignerReport& signer = report.manifests[*report.active_index].signer;
  report.is_signer_known = signer.is_signature_valid && signer.is_trusted && !signer.is_revoked;
  for (std::size_t index = 0; index < report.manifests.size(); ++index) {
    const bool is_ingredient =
        report.manifests[index].is_reached && std::ranges::find(*line, index) == line->end();
    report.have_ingredients_failures |= is_ingredient && has_own_failure(report.manifests[index]);
  }
  return report;
}

std::optional<AiDeclaration> ai_declaration_of(const C2paReport& report) {
  if (report.origin.is_generated) return AiDeclaration{DeclaredAi::generated, DeclaredBy::c2pa};
  if (report.origin.is_ai_composite) return AiDeclaration{DeclaredAi::composite, DeclaredBy::c2pa};
  return std::nullopt;
}

}  // namespace pixiu::provenance::c2pa
