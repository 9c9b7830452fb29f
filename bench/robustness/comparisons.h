#pragma once

#include <nlohmann/json.hpp>

namespace pixiu::bench {

// Copies of every photograph through every transform, each compared with its original.
//
// `spec`: {"photographs": [{"path", "regenerated" (may be absent), "done": [transforms to leave
//          out]}], "draws": N, "threads": N,
//          "missed_folder": where copies that are not recognised are written as JPEG}
// Prints a line {"transform", "photo", "draw", "relation", "log10_ratio"} a copy.
void compare_copies(const nlohmann::json& spec);

// Pairs of pictures of which neither was made from the other.
//
// `spec`: {"sets": [{"references": [path], "photos": [{"path", "against": [[index, group]]}]}],
//          "threads": N}; index into the set's references. Prepared references are kept for the
//          length of a set.
// Prints a line {"group", "photo", "reference", "relation", "log10_ratio"} a pair.
void compare_pairs(const nlohmann::json& spec);

}  // namespace pixiu::bench
