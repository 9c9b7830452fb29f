#include "base/clock.h"

namespace pixiu {

Timestamp SystemClock::now() const {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

Timestamp SandboxClock::now() const {
  return other_.now() + std::chrono::milliseconds(ahead_ms_.load());
}

Status SandboxClock::advance(std::chrono::milliseconds duration) {
  constexpr std::int64_t ahead_max_ms = std::chrono::milliseconds(std::chrono::years(20)).count();
  if (duration.count() < 0) {
    return Error{ErrorCode::invalid_input, "a clock is advanced by a duration of zero or more"};
  }
  std::int64_t ahead_ms = ahead_ms_.load();
  do {
    if (duration.count() > ahead_max_ms - ahead_ms) {
      return Error{ErrorCode::limit_exceeded, "a sandbox clock goes ahead by twenty years at most"};
    }
  } while (!ahead_ms_.compare_exchange_weak(ahead_ms, ahead_ms + duration.count()));
  return {};
}

}  // namespace pixiu
