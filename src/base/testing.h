#pragma once

#include "base/clock.h"
#include "base/entropy.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

// Clock and entropy that a test holds in its hand. Included by tests only.
namespace pixiu::testing {

// Stands still until it is told to go on. Thread-safe.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Timestamp start) : now_ms_(start.time_since_epoch().count()) {}

  Timestamp now() const override { return Timestamp{std::chrono::milliseconds{now_ms_}}; }
  void advance(std::chrono::milliseconds duration) { now_ms_ += duration.count(); }
  void set(Timestamp now) { now_ms_ = now.time_since_epoch().count(); }

 private:
  std::atomic<std::int64_t> now_ms_;
};

// The same bytes for the same seed, everywhere (SplitMix64). Never for keys. Thread-safe.
class SeededEntropy final : public Entropy {
 public:
  explicit SeededEntropy(std::uint64_t seed) : state_(seed) {}

  void fill(std::span<std::byte> bytes) override {
    for (std::byte& byte : bytes) byte = static_cast<std::byte>(next() >> 56);
  }

 private:
  std::uint64_t next() {
    std::uint64_t z = state_.fetch_add(0x9e3779b97f4a7c15) + 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

  std::atomic<std::uint64_t> state_;
};

}  // namespace pixiu::testing
