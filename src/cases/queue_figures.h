#pragma once

#include "cases/summary.h"

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <span>

namespace pixiu::cases {

// What a queue looks like at one moment, computed from its claims every time: stored counters
// drift.
struct QueueFigures {
  std::size_t open_count = 0;
  std::array<std::size_t, state_names.size()> count_by_state{};  // final states included
  std::size_t held_count = 0;                                    // open, with a reviewer
  std::size_t overdue_count = 0;         // open, whose review window passed or whose time is over
  std::size_t due_within_day_count = 0;  // open, not overdue, ending within 24 hours
  // The longest since filing, of the open claims; absent when there are none.
  std::optional<std::chrono::milliseconds> oldest_age;
};

// Claims filed after `now` (a clock stepped back) count with an age of zero.
QueueFigures queue_figures(std::span<const ClaimSummary> claims, Timestamp now);

// The smallest of `values` that at least `percent` (1..100) of them do not exceed (nearest rank);
// absent when there are none. For times to a decision.
std::optional<std::chrono::milliseconds> percentile(
    std::span<const std::chrono::milliseconds> values, int percent);

}  // namespace pixiu::cases
