#include "cases/queue_figures.h"

#include "base/check.h"

#include <algorithm>
#include <vector>

namespace pixiu::cases {
namespace {

using std::chrono::milliseconds;

bool is_open(const ClaimSummary& claim) {
  return claim.state != State::closed && claim.state != State::withdrawn &&
         claim.state != State::settled;
}

}  // namespace

QueueFigures queue_figures(std::span<const ClaimSummary> claims, Timestamp now) {
  QueueFigures figures;
  for (const ClaimSummary& claim : claims) {
    ++figures.count_by_state.at(static_cast<std::size_t>(claim.state));
    if (!is_open(claim)) continue;
    ++figures.open_count;
    if (claim.holder) ++figures.held_count;
    const bool is_late = claim.is_overdue || (claim.due_at && *claim.due_at <= now);
    if (is_late) {
      ++figures.overdue_count;
    } else if (claim.due_at && *claim.due_at - now <= std::chrono::hours(24)) {
      ++figures.due_within_day_count;
    }
    const milliseconds age = std::max(milliseconds(0), now - claim.filed_at);
    figures.oldest_age = std::max(figures.oldest_age.value_or(age), age);
  }
  return figures;
}

std::optional<milliseconds> percentile(std::span<const milliseconds> values, int percent) {
  PIXIU_CHECK(percent >= 1 && percent <= 100);
  if (values.empty()) return std::nullopt;
  std::vector<milliseconds> sorted(values.begin(), values.end());
  const std::size_t rank =
      (sorted.size() * static_cast<std::size_t>(percent) + 99) / 100;  // from 1
  const auto place = sorted.begin() + static_cast<std::ptrdiff_t>(rank - 1);
  std::nth_element(sorted.begin(), place, sorted.end());
  return *place;
}

}  // namespace pixiu::cases
