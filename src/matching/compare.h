#pragma once

#include "findings/finding.h"
#include "matching/picture.h"

#include <optional>
#include <vector>

#include <opencv2/core.hpp>

namespace pixiu::matching {

// How a claim photo relates to one reference picture.
enum class Relation {
  same_capture,  // made from this very picture
  same_scene,    // another photo of the same object or place
  unrelated,     // nothing in common that can be shown; says nothing against the photo
};

// "same_capture", "same_scene", "unrelated".
std::string_view relation_name(Relation relation);

// What differs between a photo and the reference it was made from, beyond what recompression,
// resampling and tone changes explain.
struct EditMap {
  cv::Mat mask;                 // CV_8UC1, the photo's decoded size: 0 untouched .. 255 altered,
                                // 128 is the working threshold
  std::vector<Region> regions;  // connected parts at the threshold, largest first, px of the photo
  double altered_share = 0;     // of the photo's area at the threshold, 0..1
  double weight = 0;            // how much of a departure there is in all, see edit_map.h
  bool is_edited = false;
};

struct Comparison {
  Relation relation = Relation::unrelated;
  // log10 of P(evidence | made from this picture) / P(evidence | another photo or picture).
  double log10_likelihood_ratio = 0;
  // Takes a pixel position of the reference to the photo; CV_64F 3x3, both upright full size.
  // Empty when unrelated.
  cv::Mat photo_from_reference;
  bool is_mirrored = false;
  std::optional<EditMap> edit_map;                    // only for same_capture
  nlohmann::json details = nlohmann::json::object();  // the measured evidence, named
};

// Compares a claim photo with one reference.
//
// Deterministic: same pictures, same answer on every machine and thread count.
// Cost: a few tens of ms when unrelated; an edit map adds one warp and refinement of the photo.
// Source: docs/methods/same_capture.md, docs/methods/edit_map.md
Comparison compare(const Picture& photo, const Picture& reference);

// The same without an edit map, for a third of the cost where the photo is made from the reference.
Comparison relate(const Picture& photo, const Picture& reference);

// The reference warped into the photo's frame, for people to look at: CV_8UC3 of `size`.
cv::Mat warp_reference(const cv::Mat& reference_bgr, const cv::Mat& photo_from_reference,
                       cv::Size size);

}  // namespace pixiu::matching
