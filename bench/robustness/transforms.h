#pragma once

#include <span>
#include <string_view>

#include <opencv2/core.hpp>

namespace pixiu::bench {

// A photograph as the transforms need it.
struct Source {
  cv::Mat picture;      // CV_8UC3
  cv::Mat regenerated;  // the same after a neural auto-encoder; empty when there is none
};

// One way in which a copy of a photograph reaches a claim. Each call draws anew; the copy has been
// through at least one JPEG file.
struct Transform {
  std::string_view name;
  cv::Mat (*draw)(const Source& source, cv::RNG& random);
  bool needs_regenerated = false;
};

std::span<const Transform> transforms();

}  // namespace pixiu::bench
