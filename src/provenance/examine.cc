#include "provenance/examine.h"

#include "media/metadata_blocks.h"
#include "provenance/c2pa/c2pa.h"
#include "provenance/capture/cameras.h"
#include "provenance/capture/examine_capture.h"
#include "provenance/fitting.h"
#include "provenance/gb45438/label_finding.h"
#include "provenance/traces/find_traces.h"

#include <algorithm>
#include <utility>

namespace pixiu::provenance {
namespace {

// What the examiners hand over, until it is put together.
struct Gathered {
  std::vector<Finding> findings;
  std::vector<AiDeclaration> declarations;
  std::vector<OriginStatement> statements;
  Article6Facts facts;

  void add(std::vector<Finding> more) {
    findings.insert(findings.end(), std::make_move_iterator(more.begin()),
                    std::make_move_iterator(more.end()));
  }
  void declare(const std::vector<AiDeclaration>& more) {
    declarations.insert(declarations.end(), more.begin(), more.end());
  }
};

void examine_label(ByteView file, Gathered& gathered) {
  const gb45438::Reading reading = gb45438::read_labels(file);
  gathered.findings.push_back(gb45438::label_finding(reading));
  gathered.declare(gb45438::declarations_of(reading));
  gathered.facts.hidden_label_says_generated = gb45438::says_generated_by_hidden_label(reading);
  if (gb45438::has_other_label_trace(reading)) gathered.facts.has_other_traces = true;
  if (gathered.findings.back().outcome == Outcome::contradicts) {
    gathered.statements.push_back(
        {OriginStatement::Origin::generated, {"the hidden AI label", "隐式标识"}});
  }
}

void examine_manifests(ByteView file, const ClaimFacts& claim, const OperatorSettings& settings,
                       Gathered& gathered) {
  using enum OriginStatement::Origin;
  const c2pa::C2paReport report =
      c2pa::examine_c2pa(file, settings.c2pa_trust, claim.examined_at.value_or(Timestamp{}));
  gathered.findings.push_back(c2pa::finding_of(report));
  const Summary by{"the C2PA manifest", "C2PA 内容凭证"};
  if (const auto declaration = c2pa::ai_declaration_of(report)) {
    gathered.declare({*declaration});
    gathered.facts.has_other_traces = true;
    const bool is_generated = declaration->declared == DeclaredAi::generated;
    gathered.statements.push_back({is_generated ? generated : composite, by});
  }
  if (report.origin.is_camera_capture) gathered.statements.push_back({captured, by});
}

void examine_traces(const std::vector<FileField>& fields, Gathered& gathered) {
  const std::vector<FoundTrace> found = find_traces(fields, built_in_traces());
  gathered.add(trace_findings(found));
  gathered.declare(trace_declarations(found));
  if (has_ai_trace(found)) gathered.facts.has_other_traces = true;
  for (const FoundTrace& one : found) {
    using enum OriginStatement::Origin;
    const Summary by{one.field->place, one.field->place};
    switch (one.trace->meaning) {
      case TraceMeaning::generated: gathered.statements.push_back({generated, by}); break;
      case TraceMeaning::composite: gathered.statements.push_back({composite, by}); break;
      case TraceMeaning::captured: gathered.statements.push_back({captured, by}); break;
      case TraceMeaning::edited:
      case TraceMeaning::processing_history: break;
    }
  }
}

void examine_pixels(PictureEvidence& picture, Gathered& gathered) {
  if (picture.shows_label) {
    gathered.declare({{DeclaredAi::generated, DeclaredBy::gb45438}});
    gathered.facts.has_visible_label = true;
    gathered.statements.push_back(
        {OriginStatement::Origin::generated, {"the visible AI label", "显式标识"}});
  }
  if (picture.shows_vendor_sign) gathered.facts.has_other_traces = true;
  gathered.add(std::move(picture.findings));
}

std::vector<DeclaredBy> sorted_once(const std::vector<AiDeclaration>& declarations) {
  std::vector<DeclaredBy> by;
  for (const AiDeclaration& one : declarations) {
    if (one.declared != DeclaredAi::none) by.push_back(one.by);
  }
  std::sort(by.begin(), by.end());
  by.erase(std::unique(by.begin(), by.end()), by.end());
  return by;
}

}  // namespace

ProvenanceReport examine(ByteView file, const ClaimFacts& claim, const OperatorSettings& settings,
                         PictureEvidence picture) {
  const std::vector<media::MetadataBlock> blocks = media::read_metadata_blocks(file);
  const std::vector<FileField> fields = read_fields(file, blocks);
  Gathered gathered;
  gathered.facts.declared_by_user = claim.declared_by_party;
  examine_label(file, gathered);
  examine_pixels(picture, gathered);
  examine_manifests(file, claim, settings, gathered);
  examine_traces(fields, gathered);
  CaptureContext capture = examine_capture(file, blocks, fields, claim,
                                           {settings.may_use_location, std::move(picture.screen)});
  gathered.add(std::move(capture.findings));
  if (auto found = disagreement(gathered.statements)) {
    gathered.findings.insert(gathered.findings.begin(), *std::move(found));
  }
  ProvenanceReport report;
  report.findings = fitting(std::move(gathered.findings));
  report.declared = strongest(gathered.declarations);
  report.by = sorted_once(gathered.declarations);
  report.article6 = article6(gathered.facts);
  report.exif_thumbnail = std::move(capture.thumbnail);
  return report;
}

void warm_up() {
  static_cast<void>(built_in_traces());
  static_cast<void>(built_in_cameras());
}

}  // namespace pixiu::provenance
