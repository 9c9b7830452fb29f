#pragma once

#include "provenance/c2pa/manifest_tree.h"

#include <string_view>
#include <vector>

namespace pixiu::provenance::c2pa {

// True when an update manifest may state these actions: none of them changes the picture.
bool are_actions_of_update(const std::vector<StatedAction>& actions);

// True when the action changes the picture (not opened, published, its metadata and the like).
bool is_edit(std::string_view action);

// Adds what is wrong with the actions of a manifest with a claim of version 2: the first must be
// created or opened and no other may be; opened, placed and removed must name ingredients that the
// manifest has, in the right relationship; redacted must name a redaction of the claim. Claims of
// version 1 came before these rules.
// Source: C2PA 2.1, 15.10.3.2.2
void check_actions(ManifestNode& node);

}  // namespace pixiu::provenance::c2pa
