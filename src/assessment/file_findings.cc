#include "assessment/file_findings.h"

#include "assessment/fusion.h"
#include "assessment/thumbnail.h"
#include "base/limits.h"
#include "base/timestamp.h"
#include "media/decode.h"

#include <string>
#include <utility>

namespace pixiu::assessment {
namespace {

// The context's times are checked where it is parsed; one that is none all the same is left out.
std::optional<Timestamp> time_of(const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  const Result<Timestamp> time = parse_timestamp(*text);
  return time ? std::optional(*time) : std::nullopt;
}

provenance::ClaimFacts claim_facts(const Request& request) {
  provenance::ClaimFacts facts;
  facts.ordered_at = time_of(request.context.ordered_at);
  facts.shipped_at = time_of(request.context.shipped_at);
  facts.delivered_at = time_of(request.context.delivered_at);
  facts.filed_at = time_of(request.context.filed_at);
  facts.declared_by_party = request.context.declared_ai;
  facts.examined_at = request.examined_at ? request.examined_at : facts.filed_at;
  return facts;
}

provenance::PictureEvidence picture_evidence(const ReadPixels& pixels) {
  if (pixels.photo != nullptr) {
    return provenance::examine_picture(pixels.photo->pixels, pixels.text_reader);
  }
  if (pixels.film != nullptr) return provenance::examine_film(*pixels.film, pixels.text_reader);
  return {};
}

}  // namespace

std::vector<Finding> examine_file(const Request& request, const ProvenanceSettings& settings,
                                  const ReadPixels& pixels, const Calibration& calibration,
                                  std::optional<AiAnswer>& ai) {
  if (request.photo.size() > limits::photo_bytes_max) return {};
  if (media::format_of(request.photo) == media::Format::unknown) return {};
  provenance::ProvenanceReport report =
      provenance::examine(request.photo, claim_facts(request), settings, picture_evidence(pixels));
  ai = AiAnswer{report.declared, std::move(report.by), report.article6};
  if (pixels.photo != nullptr) {
    if (auto found = thumbnail_finding(*pixels.photo, report.exif_thumbnail)) {
      report.findings.push_back(*std::move(found));
    }
  }
  for (Finding& finding : report.findings) {
    // A statement has no strength of its own: what it weighs is the calibration's offset, which is
    // measured on what contradicts and says nothing of what supports.
    if (finding.outcome != Outcome::contradicts) continue;
    finding.log10_likelihood_ratio = stated_weight(finding.examiner, 0, calibration);
  }
  return std::move(report.findings);
}

}  // namespace pixiu::assessment
