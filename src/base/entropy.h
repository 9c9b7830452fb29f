#pragma once

#include <cstddef>
#include <span>

namespace pixiu {

// Where randomness comes from. Handed in by constructor. Thread-safe.
class Entropy {
 public:
  virtual ~Entropy() = default;

  // Fills `bytes` with uniformly distributed bytes.
  virtual void fill(std::span<std::byte> bytes) = 0;
};

// The kernel's generator, fit for keys. A kernel that cannot give randomness is a bug of the
// machine: the process stops.
class SystemEntropy final : public Entropy {
 public:
  void fill(std::span<std::byte> bytes) override;
};

}  // namespace pixiu
