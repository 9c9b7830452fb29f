#pragma once

#include "base/bytes.h"
#include "findings/finding.h"
#include "provenance/ai_declaration.h"
#include "provenance/c2pa/signature_check.h"
#include "provenance/capture/claim_facts.h"
#include "provenance/picture_evidence.h"

#include <optional>
#include <string>
#include <vector>

// What a file says about itself: the one entry of the module.
namespace pixiu::provenance {

// The families of these findings. Both speak of the file, not of its pixels.
inline constexpr std::string_view declaration_family = "declaration";
inline constexpr std::string_view capture_family = "capture_context";

inline constexpr std::size_t findings_max = 40;
inline constexpr std::size_t finding_details_bytes_max = 60'000;
inline constexpr int finding_details_nesting_max = 14;

// What the operator decides once, for every file.
struct OperatorSettings {
  c2pa::C2paTrust c2pa_trust;     // whose signatures are known; nobody's by default
  bool may_use_location = false;  // the tenant's policy allows the place to be read
};

// What the file itself states of its origin, by one standard; for comparing them.
struct OriginStatement {
  enum class Origin { captured, generated, composite };
  Origin origin = Origin::captured;
  Summary by;  // "C2PA manifest", "C2PA 清单"
};

struct ProvenanceReport {
  // Bounded by the limits above, so that a reply that holds them is believed.
  std::vector<Finding> findings;
  DeclaredAi declared = DeclaredAi::none;
  std::vector<DeclaredBy> by;  // of what declares anything, each once, in the enumeration's order
  Article6 article6 = Article6::none;
  Bytes exif_thumbnail;  // as stored, for comparing it with the picture; empty when none
};

// Runs every examiner of the module on a file's bytes, and puts beside it what its pixels say.
// A visible label counts as the file's declaration by GB 45438-2025; for article 6 it makes the
// file a suspected one.
//
// Never fails, never throws on foreign bytes; absence is neutral and says so. No finding states a
// likelihood ratio: none of these marks has a measured error rate (docs/adr).
// Call inside the sandbox only. Deterministic.
// Cost: one reading of the metadata an examiner; no pixel is decoded here.
ProvenanceReport examine(ByteView file, const ClaimFacts& claim, const OperatorSettings& settings,
                         PictureEvidence picture = {});

// Loads what the examiners load on first use (tables). Call before the sandbox is locked.
void warm_up();

// The finding that several statements of one file exclude each other: captured by a camera, and
// made by a model. Absent when they do not.
std::optional<Finding> disagreement(const std::vector<OriginStatement>& statements);

}  // namespace pixiu::provenance
