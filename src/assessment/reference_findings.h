#pragma once

#include "assessment/assess.h"
#include "assessment/calibration.h"
#include "findings/finding.h"
#include "matching/compare.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace pixiu::assessment {

// How one reference compared with the photo, or why it could not be read.
struct ReferenceResult {
  int index = 0;  // in the order the caller gave them, from 0
  Result<matching::Comparison> comparison;
};

// The reference that speaks most for "made from this very picture": a same capture before any
// other relation, then the highest ratio, then the lowest index. Null when none could be read.
const ReferenceResult* best_reference(const std::vector<ReferenceResult>& results);

// The answer of the contract's `derived_from_reference`, for the best reference. The probability
// is at even odds and on the same side of 0.5 as the relation. Absent when none could be read.
std::optional<DerivedFromReference> derived_from_reference(
    const std::vector<ReferenceResult>& results, const Calibration& calibration);

// The findings of the family "reference":
//   same_capture   one, for the best reference (the others are in its details); contradicts when
//                  the photo was made from it, else neutral: "no match" never counts against a
//                  photo. Not applicable without references, and once more for each unreadable one.
//   edit_map       only when derived and edited: contradicts, with the regions that differ.
//   unedited_copy  only when derived and not edited: contradicts and weighs nothing of its own.
// Pure. Texts are for laymen, in English and Chinese, and speak of the picture only.
std::vector<Finding> reference_findings(const std::vector<ReferenceResult>& results,
                                        const Calibration& calibration);

}  // namespace pixiu::assessment
