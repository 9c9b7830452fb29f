#pragma once

#include "reference_claim.h"

#include <cstdint>
#include <string>
#include <vector>

// What people and the program may try next: mostly what makes sense in the claim's state, by who
// should do it, so that histories go deep; now and then anything by anybody.
namespace pixiu::model {

constexpr int people_count = 10;  // 0 the buyer, 1 and 9 the merchant's, 2..5 staff, 8 the program

// Numbers from a seed, the same everywhere (SplitMix64).
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  int below(int count) { return static_cast<int>(next() % static_cast<std::uint64_t>(count)); }
  bool in_a_hundred(int percent) { return below(100) < percent; }
  template <class T>
  const T& one_of(const std::vector<T>& all) {
    return all[static_cast<std::size_t>(below(static_cast<int>(all.size())))];
  }

 private:
  std::uint64_t state_;
};

Act random_act(Dice& dice, const ReferenceClaim& claim);

// How far the clock moves before it, in milliseconds; backwards at times.
std::int64_t random_step(Dice& dice, const ReferenceClaim& claim, std::int64_t now);

}  // namespace pixiu::model
