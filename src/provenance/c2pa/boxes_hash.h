#pragma once

#include "base/bytes.h"
#include "provenance/c2pa/hard_binding.h"

#include <optional>
#include <string_view>
#include <vector>

// What the general box hash of all kinds of files has in common (C2PA 2.3, 11.7).
namespace pixiu::provenance::c2pa {

// Boxes that are hashed together, by their names in the file's order.
struct BoxRun {
  std::vector<std::string_view> names;
  std::optional<Bytes> hash;
  std::optional<crypto::DigestAlgorithm> algorithm;
  bool is_excluded = false;

  bool is_store() const { return names.size() == 1 && names[0] == "C2PA"; }
};

// The runs of the assertion; empty when its list makes no sense. Views point into it.
std::optional<std::vector<BoxRun>> box_runs_of(const HardBinding& binding);

// The box hash of a TIFF file, whose boxes are the entries of its directories with what they point
// to. `file` begins with a TIFF header.
//
// An entry of a directory inside another (330, 34665, 34853, 40965) may be listed behind the entry
// that leads to it or be left to it: the standard's text says the one and its example the other,
// and the bytes are the same. Source: C2PA 2.3, 11.7.3.3
void check_tiff_boxes(const std::vector<BoxRun>& runs, const HardBinding& binding,
                      const BoundFile& bound, StatusList& results);

}  // namespace pixiu::provenance::c2pa
