#pragma once

#include "findings/finding.h"

#include <vector>

namespace pixiu::provenance {

// The findings within the limits of examine.h: the first findings_max of them, and details that are
// too large or nest too deeply replaced by {"left_out": why}. Pure.
std::vector<Finding> fitting(std::vector<Finding> findings);

}  // namespace pixiu::provenance
