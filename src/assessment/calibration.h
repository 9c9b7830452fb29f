#pragma once

#include "base/result.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace pixiu::assessment {

// How an examiner's raw log10 likelihood ratio becomes a calibrated one, and with what error rate.
struct ExaminerCalibration {
  double slope = 1;
  double offset = 0;
  double clamp_abs = 6;            // no evidence counts for more than this
  double false_positive_rate = 1;  // upper 95 % bound measured at `contradicts_at`; 1: not stated
  double contradicts_at = 1e9;     // calibrated log10 LR from which it may carry "contradicted"

  friend bool operator==(const ExaminerCalibration&, const ExaminerCalibration&) = default;
};

// The calibration file (calibration/default.toml), read once before lock-down and embedded in the
// binary as the default. Immutable after load.
struct Calibration {
  double prior = 0.1;  // P(not an unaltered photo of the goods received) before evidence
  double review_probability = 0.5;  // band review from here
  std::map<std::string, ExaminerCalibration, std::less<>> examiners;
  std::string sha256;  // of the file's bytes, lower-case hex

  friend bool operator==(const Calibration&, const Calibration&) = default;
};

// Errors: invalid_input with the line when the text is no calibration file (at most 1 MiB; unknown
// keys are refused, so that a misspelt one does not silently leave a default).
Result<Calibration> parse_calibration(std::string_view toml_text);

// The calibration this engine was built with.
const Calibration& default_calibration();

// The calibrated weight of an examiner's raw log10 likelihood ratio: slope * raw + offset, squashed
// so that it rises with raw for ever but stays below c = clamp_abs: x up to c/2, then c - c*c/(4x)
// (same value and slope at c/2), odd in x. Ranking is kept, and no single examiner outweighs the
// rest. Not-a-number weighs 0.
double calibrated(double raw_log10_likelihood_ratio, const ExaminerCalibration& calibration);

}  // namespace pixiu::assessment
