#pragma once

#include "base/result.h"
#include "base/timestamp.h"

#include <atomic>
#include <chrono>
#include <cstdint>

namespace pixiu {

// Where the time comes from. Handed in by constructor; nothing else asks the system for it.
// Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp now() const = 0;
};

// The machine's clock.
class SystemClock final : public Clock {
 public:
  Timestamp now() const override;
};

// Another clock, ahead of it by what it was advanced: for demonstrations and tests, in which days
// must pass in seconds. It never goes back. The other clock must outlive it.
class SandboxClock final : public Clock {
 public:
  explicit SandboxClock(const Clock& other) : other_(other) {}

  Timestamp now() const override;
  // Errors: invalid_input for a negative duration, limit_exceeded beyond twenty years in all.
  Status advance(std::chrono::milliseconds duration);

 private:
  const Clock& other_;
  std::atomic<std::int64_t> ahead_ms_ = 0;
};

}  // namespace pixiu
