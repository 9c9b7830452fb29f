#pragma once

#include "base/result.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace pixiu::assessment {

// How an examiner's raw log10 likelihood ratio becomes a calibrated one, and with what error rate.
struct ExaminerCalibration {
  double slope = 1;
  double offset = 0;
  double clamp_abs = 6;            // no evidence counts for more than this
  double false_positive_rate = 1;  // upper 95 % bound measured at `contradicts_at`
  double contradicts_at = 1e9;     // calibrated log10 LR from which it may carry "contradicted"
};

// The calibration file (calibration/default.toml), read once before lock-down and embedded in the
// binary as the default. Immutable after load.
struct Calibration {
  double prior = 0.1;  // P(not an unaltered photo of the goods received) before evidence
  double review_probability = 0.5;  // band review from here
  std::map<std::string, ExaminerCalibration, std::less<>> examiners;
  std::string sha256;  // of the file's bytes, lower-case hex
};

// Errors: invalid_input with the line when the text is no calibration file.
Result<Calibration> parse_calibration(std::string_view toml_text);

// The calibration this engine was built with.
const Calibration& default_calibration();

}  // namespace pixiu::assessment
