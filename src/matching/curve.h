#pragma once

#include <span>

namespace pixiu::matching {

struct Knot {
  double at;
  double value;
};

// Straight lines between the knots (`at` rising), flat beyond them.
inline double interpolate(std::span<const Knot> knots, double at) {
  if (at <= knots.front().at) return knots.front().value;
  for (std::size_t i = 1; i < knots.size(); ++i) {
    if (at > knots[i].at) continue;
    const Knot& a = knots[i - 1];
    const Knot& b = knots[i];
    return a.value + (at - a.at) / (b.at - a.at) * (b.value - a.value);
  }
  return knots.back().value;
}

}  // namespace pixiu::matching
