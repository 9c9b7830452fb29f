#pragma once

#include <chrono>
#include <cstddef>
#include <iosfwd>

namespace pixiu::cli {

// A progress bar on one line of a terminal, drawn over itself at most ten times a second. Not
// thread-safe: the caller holds its lock. Draws nothing when not enabled.
class Progress {
 public:
  using Now = std::chrono::steady_clock::time_point (*)();

  // `total` is 0 when it is not known beforehand.
  Progress(std::ostream& err, bool is_enabled, std::size_t total,
           Now now = &std::chrono::steady_clock::now);

  void advance(bool is_error);

  // Draws the last state and ends the line.
  void finish();

 private:
  void draw() const;

  std::ostream& err_;
  bool is_enabled_;
  std::size_t total_;
  Now now_;
  std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point drawn_;
  std::size_t done_ = 0;
  std::size_t errors_ = 0;
};

}  // namespace pixiu::cli
