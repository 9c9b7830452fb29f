#pragma once

#include "assessment/assess.h"
#include "assessment/calibration.h"
#include "findings/finding.h"

#include <optional>
#include <string_view>
#include <vector>

namespace pixiu::assessment {

// What all findings together say. Both numbers are absent when no finding answers the question: no
// examiner could be applied, or nothing but what the file says of itself, of no measured weight.
struct Fused {
  Band band = Band::not_assessed;
  std::optional<double> probability;             // at the calibration's prior
  std::optional<double> log10_likelihood_ratio;  // sum over families

  friend bool operator==(const Fused&, const Fused&) = default;
};

// The weight a finding may state: its examiner's calibrated one; absent when the calibration has
// no table for the examiner, whose findings are then shown and weigh nothing.
std::optional<double> stated_weight(std::string_view examiner, double raw_log10_likelihood_ratio,
                                    const Calibration& calibration);

// Fuses findings whose weights are calibrated.
//
// A family counts once, by its strongest weight: findings of one family are not independent.
// "contradicts" can only raise the probability, "supports" only lower it; "neutral" and "not
// applicable" weigh exactly nothing. Independent of the order of the findings.
// Band: contradicted when a "contradicts" finding of an examiner with a stated error rate reaches
// its `contradicts_at`; else review from `review_probability` on or when what the file says
// about itself contradicts, weighty or not; else clear; not_assessed when nothing answers: what
// weighs nothing can ask for a look, but clear nobody's photo (docs/adr/0005, 0009). Pure. Source:
// docs/methods/calibration.md
Fused fuse(const std::vector<Finding>& findings, const Calibration& calibration);

// P(H) from a prior and a log10 likelihood ratio; prior in (0, 1). Rises with the ratio.
double posterior(double prior, double log10_likelihood_ratio);

}  // namespace pixiu::assessment
