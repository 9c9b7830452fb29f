#pragma once

#include "assessment/assess.h"
#include "cli/terminal.h"

#include <string>
#include <string_view>
#include <vector>

namespace pixiu::cli {

// The names under which the user gave the pictures; shown beside the findings, never examined.
struct ReportNames {
  std::string photo;
  std::vector<std::string> references;
};

// The short report of `pixiu inspect` for people, with a line feed at the end. Pure; foreign text
// in it is made printable.
std::string report_text(const assessment::Assessment& assessment, const ReportNames& names,
                        Language language, bool has_colour);

}  // namespace pixiu::cli
