#pragma once

#include "findings/finding.h"

#include <cstddef>
#include <string_view>
#include <vector>

// The words of the family "reference", apart from the logic so that they can be read and corrected
// as texts. Every text speaks of a picture, never of a person. `reference_number` counts from 1.
namespace pixiu::assessment::texts {

Summary no_references();
Summary unreadable_reference(int reference_number, std::string_view reason_en);
Summary unrelated(std::size_t reference_count);
Summary same_scene(int reference_number);
Summary same_capture(int reference_number);
Summary edited(int reference_number, std::size_t region_count, double altered_share);
Summary unedited_copy(int reference_number);

// Innocent causes a reviewer should consider before anything else.
std::vector<Summary> innocent_causes_of_copy();
std::vector<Summary> innocent_causes_of_edit();

}  // namespace pixiu::assessment::texts
