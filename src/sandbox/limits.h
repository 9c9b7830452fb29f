#pragma once

#include "base/limits.h"

#include <chrono>
#include <cstddef>

namespace pixiu::sandbox {

// What one child may use. Over either, it is killed and the caller is told which.
struct Limits {
  std::chrono::milliseconds wall_time_max = limits::examination_wall_time_max;
  std::size_t resident_bytes_max = limits::examination_resident_bytes_max;
  // Of all its threads together, in whole seconds (rounded up).
  std::chrono::milliseconds cpu_time_max = limits::examination_cpu_time_max;
};

inline constexpr int child_threads_max = 64;
inline constexpr std::size_t request_bytes_max = std::size_t{1} << 30;  // all pictures of a call

// How often the template looks at its children. A child that allocates as fast as memory can be
// written overshoots its limit by what it writes in this time (some tens of MiB).
inline constexpr std::chrono::milliseconds watch_interval{4};

// Of the template: from fork to "warm and ready".
inline constexpr std::chrono::seconds warm_up_time_max{60};

// Beyond wall_time_max, before the caller stops believing that the template enforces it.
inline constexpr std::chrono::seconds enforcement_grace{5};

}  // namespace pixiu::sandbox
