#pragma once

#include <algorithm>

namespace pixiu::matching {

// How far a measured value is on the way from "says nothing" to "in full", 0..1; falling when
// `full` is the smaller.
struct Ramp {
  double from;
  double full;

  double at(double value) const { return std::clamp((value - from) / (full - from), 0.0, 1.0); }
};

}  // namespace pixiu::matching
