#pragma once

#include "base/timestamp.h"

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

}  // namespace pixiu
