#include "assessment/fusion.h"

#include "provenance/examine.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

namespace pixiu::assessment {
namespace {

// What a finding may move: only in the direction of its outcome.
double weight_of(const Finding& finding) {
  const double weight = finding.log10_likelihood_ratio.value_or(0);
  if (finding.outcome == Outcome::contradicts) return std::max(0.0, weight);
  if (finding.outcome == Outcome::supports) return std::min(0.0, weight);
  return 0;
}

// Equal strength on both sides counts against the photo, whatever the order.
bool is_stronger(double a, double b) {
  return std::abs(a) > std::abs(b) || (std::abs(a) == std::abs(b) && a > b);
}

bool carries_contradicted(const Finding& finding, const Calibration& calibration) {
  if (finding.outcome != Outcome::contradicts || !finding.log10_likelihood_ratio) return false;
  const auto found = calibration.examiners.find(finding.examiner);
  return found != calibration.examiners.end() && found->second.false_positive_rate < 1 &&
         *finding.log10_likelihood_ratio >= found->second.contradicts_at;
}

// Of what the file says, rather than of what its pixels show.
bool is_of_file(const Finding& finding) {
  return finding.family == provenance::declaration_family ||
         finding.family == provenance::capture_family;
}

// Whether a finding answers the question that `probability` is about. What a file says of itself
// does where its weight was measured; that it says nothing is no examination of what it shows.
bool is_answer(const Finding& finding) {
  if (finding.outcome == Outcome::not_applicable) return false;
  if (!is_of_file(finding)) return true;
  return finding.outcome != Outcome::neutral && finding.log10_likelihood_ratio.has_value();
}

// A person should read what the file says against itself, although it weighs nothing.
bool asks_for_review(const Finding& finding) {
  return finding.outcome == Outcome::contradicts && is_of_file(finding);
}

}  // namespace

std::optional<double> stated_weight(std::string_view examiner, double raw_log10_likelihood_ratio,
                                    const Calibration& calibration) {
  const auto found = calibration.examiners.find(examiner);
  if (found == calibration.examiners.end()) return std::nullopt;
  return calibrated(raw_log10_likelihood_ratio, found->second);
}

Fused fuse(const std::vector<Finding>& findings, const Calibration& calibration) {
  std::map<std::string, double, std::less<>> strongest_of_family;
  bool is_for_review = false;
  bool is_contradicted = false;
  for (const Finding& finding : findings) {
    is_for_review = is_for_review || asks_for_review(finding);
    if (!is_answer(finding)) continue;
    double& strongest = strongest_of_family[finding.family];
    if (const double weight = weight_of(finding); is_stronger(weight, strongest)) {
      strongest = weight;
    }
    is_contradicted = is_contradicted || carries_contradicted(finding, calibration);
  }
  if (strongest_of_family.empty()) {
    return {.band = is_for_review ? Band::review : Band::not_assessed,
            .probability = std::nullopt,
            .log10_likelihood_ratio = std::nullopt};
  }
  double sum = 0;
  for (const auto& [family, weight] : strongest_of_family) sum += weight;
  const double probability = posterior(calibration.prior, sum);
  is_for_review = is_for_review || probability >= calibration.review_probability;
  Band band = is_for_review ? Band::review : Band::clear;
  if (is_contradicted) band = Band::contradicted;
  return {.band = band, .probability = probability, .log10_likelihood_ratio = sum};
}

double posterior(double prior, double log10_likelihood_ratio) {
  const double log10_odds = std::log10(prior / (1 - prior)) + log10_likelihood_ratio;
  return 1 / (1 + std::pow(10.0, -log10_odds));
}

}  // namespace pixiu::assessment
