#pragma once

#include "provenance/c2pa/report.h"

#include <cstddef>

#include <nlohmann/json.hpp>

namespace pixiu::provenance::c2pa {

inline constexpr std::size_t report_json_bytes_max = 50'000;

// The report as JSON: what is proven, what is stated, and the manifest tree, the active manifest
// first, then the others that were reached. Manifests that would make it longer than
// report_json_bytes_max even with shortened lists are left out and counted; of each manifest at
// most 50 results, failures first, at most 50 actions and 50 ingredients. Nesting below 8.
nlohmann::json report_json(const C2paReport& report);

}  // namespace pixiu::provenance::c2pa
