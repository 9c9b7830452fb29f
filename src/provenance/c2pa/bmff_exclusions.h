#pragma once

#include "base/bytes.h"
#include "media/bmff/boxes.h"
#include "provenance/c2pa/cbor.h"
#include "provenance/c2pa/embedded_store.h"

#include <optional>
#include <string>
#include <vector>

namespace pixiu::provenance::c2pa {

// A stretch of a box that an exclusion of a BMFF hash leaves out.
struct BoxExclusion {
  FileRange range;
  std::string path;  // as the exclusion states it, without indices: "/moov/trak"
  bool is_whole_box = false;
  std::size_t top_level_index = 0;  // of the outermost box
};

// The boxes at the top of an ISO base media file, at most 100,000; empty when there are more.
std::optional<std::vector<media::bmff::Box>> top_level_boxes(ByteView file);

// Applies the exclusions of a c2pa.hash.bmff assertion to the file: every box that the path leads
// to and that length, version, flags and data allow, whole or in the stated subsets. In the order
// of the file, overlapping ones kept. Empty when the exclusions make no sense or would visit more
// than a million boxes.
// Source: C2PA 2.1, 18.6.2
std::optional<std::vector<BoxExclusion>> apply_exclusions(
    const CborValue& assertion, ByteView file, const std::vector<media::bmff::Box>& boxes);

}  // namespace pixiu::provenance::c2pa
