#include "provenance/fitting.h"

#include "provenance/examine.h"

#include <algorithm>
#include <string>
#include <utility>

namespace pixiu::provenance {
namespace {

bool nests_at_most(const nlohmann::json& value, int depth_max) {
  if (!value.is_structured()) return true;
  if (depth_max == 0) return false;
  return std::all_of(value.begin(), value.end(), [depth_max](const nlohmann::json& part) {
    return nests_at_most(part, depth_max - 1);
  });
}

std::size_t written_bytes(const nlohmann::json& details) {
  return details.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).size();
}

}  // namespace

std::vector<Finding> fitting(std::vector<Finding> findings) {
  if (findings.size() > findings_max) findings.resize(findings_max);
  for (Finding& finding : findings) {
    if (!nests_at_most(finding.details, finding_details_nesting_max)) {
      finding.details = {{"left_out", "the details nest too deeply"}};
    } else if (written_bytes(finding.details) > finding_details_bytes_max) {
      finding.details = {{"left_out", "the details are too large"}};
    }
  }
  return findings;
}

}  // namespace pixiu::provenance
