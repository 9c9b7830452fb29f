#include "assessment/assess.h"
#include "base/check.h"

#include <cmath>

#include <nlohmann/json.hpp>

namespace pixiu::assessment {
namespace {

using nlohmann::json;

constexpr double four_decimals = 1e4;
constexpr double six_decimals = 1e6;
constexpr int nesting_max = 32;

// Not-a-number and infinity become null; -0 becomes 0.
json rounded(double value, double scale) {
  if (!std::isfinite(value)) return nullptr;
  const double result = std::round(value * scale) / scale;
  return result == 0 ? 0.0 : result;
}

// Rounds every fraction of what an examiner put into its details.
json rounded_details(const json& value, int depth = 0) {
  PIXIU_CHECK(depth <= nesting_max);
  if (value.is_number_float()) return rounded(value.get<double>(), four_decimals);
  if (!value.is_structured()) return value;
  json copy = value;
  for (auto& part : copy) part = rounded_details(part, depth + 1);
  return copy;
}

json photo_json(const PhotoFacts& photo) {
  json out{{"format", media::format_name(photo.format)}, {"bytes", photo.size_bytes}};
  if (!photo.sha256.empty()) out["sha256"] = photo.sha256;
  if (photo.width > 0) out["width"] = photo.width;
  if (photo.height > 0) out["height"] = photo.height;
  return out;
}

json derived_json(const std::optional<DerivedFromReference>& derived) {
  if (!derived) return nullptr;
  json out{{"reference", derived->reference_index},
           {"probability", rounded(derived->probability, six_decimals)}};
  if (derived->is_edited) out["edited"] = *derived->is_edited;
  return out;
}

json ai_json(const AiAnswer& ai) {
  auto by = json::array();
  for (const provenance::DeclaredBy one : ai.by) by.push_back(provenance::declared_by_name(one));
  json out = {{"declared", provenance::declared_ai_name(ai.declared)},
              {"by", std::move(by)},
              {"article6", provenance::article6_name(ai.article6)}};
  if (ai.article6 != provenance::Article6::none) {
    out["article6_text"] = {{"en", provenance::article6_text_en(ai.article6)},
                            {"zh", provenance::article6_text_zh(ai.article6)}};
  }
  return out;
}

json finding_json(const Finding& finding) {
  auto regions = json::array();
  for (const Region& region : finding.regions) {
    regions.push_back(
        {{"x", region.x}, {"y", region.y}, {"width", region.width}, {"height", region.height}});
  }
  json out{{"examiner", finding.examiner},
           {"version", finding.version},
           {"family", finding.family},
           {"outcome", outcome_name(finding.outcome)},
           {"summary", {{"en", finding.summary.en}, {"zh", finding.summary.zh}}},
           {"regions", std::move(regions)},
           {"details", rounded_details(finding.details)}};
  if (finding.log10_likelihood_ratio) {
    out["log10_likelihood_ratio"] = rounded(*finding.log10_likelihood_ratio, four_decimals);
  }
  return out;
}

}  // namespace

std::string_view band_name(Band band) {
  switch (band) {
    case Band::clear: return "clear";
    case Band::review: return "review";
    case Band::contradicted: return "contradicted";
    case Band::not_assessed: return "not_assessed";
  }
  PIXIU_CHECK(false);
}

json to_json(const Assessment& assessment) {
  auto findings = json::array();
  for (const Finding& finding : assessment.findings) findings.push_back(finding_json(finding));
  json out{{"schema", "pixiu.assessment/1"},
           {"engine",
            {{"version", assessment.engine_version},
             {"calibration", "sha256:" + assessment.calibration_sha256}}},
           {"photo", photo_json(assessment.photo)},
           {"band", band_name(assessment.band)},
           {"derived_from_reference", derived_json(assessment.derived_from_reference)},
           {"findings", std::move(findings)},
           {"timing_ms",
            {{"total", rounded(assessment.timing.total_ms, four_decimals)},
             {"decode", rounded(assessment.timing.decode_ms, four_decimals)}}}};
  if (!assessment.trust_sha256.empty()) {
    out["engine"]["trust"] = "sha256:" + assessment.trust_sha256;
  }
  if (assessment.probability) {
    out["probability"] = rounded(*assessment.probability, six_decimals);
  }
  if (assessment.log10_likelihood_ratio) {
    out["log10_likelihood_ratio"] = rounded(*assessment.log10_likelihood_ratio, four_decimals);
  }
  if (assessment.ai) out["ai"] = ai_json(*assessment.ai);
  if (assessment.unreadable) {
    out["unreadable"] = {{"code", error_code_name(assessment.unreadable->code)},
                         {"message", assessment.unreadable->message}};
  }
  return out;
}

}  // namespace pixiu::assessment
