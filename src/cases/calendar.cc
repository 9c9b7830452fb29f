#include "cases/calendar.h"

#include "base/check.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace pixiu::cases {
namespace {

using std::chrono::local_days;

constexpr std::array<std::string_view, 3> unit_names{"hours", "days", "workdays"};

std::chrono::year year_of(local_days day) {
  return std::chrono::year_month_day(day).year();
}

bool holds(const std::vector<local_days>& days, local_days day) {
  return std::binary_search(days.begin(), days.end(), day);
}

}  // namespace

std::string_view period_unit_name(PeriodUnit unit) {
  return unit_names.at(static_cast<std::size_t>(unit));
}

Result<Period> parse_period(std::string_view text) {
  const Error malformed{
      ErrorCode::invalid_input,
      "a period is written like \"3 workdays\", \"10 days\" or \"72 hours\", with "
      "a count up to " +
          std::to_string(period_count_max)};
  Period period;
  const char* end = text.data() + text.size();
  const auto [rest, fault] = std::from_chars(text.data(), end, period.count);
  if (fault != std::errc() || period.count < 0 || period.count > period_count_max || rest == end ||
      *rest != ' ') {
    return malformed;
  }
  const std::string_view unit(rest + 1, static_cast<std::size_t>(end - rest - 1));
  const auto* const found = std::find(unit_names.begin(), unit_names.end(), unit);
  if (found == unit_names.end()) return malformed;
  period.unit = static_cast<PeriodUnit>(found - unit_names.begin());
  return period;
}

std::string period_text(const Period& period) {
  return std::to_string(period.count) + " " + std::string(period_unit_name(period.unit));
}

local_days Calendar::day_of(Timestamp time) const {
  auto next = std::upper_bound(offsets_.begin(), offsets_.end(), time,
                               [](Timestamp at, const Offset& offset) { return at < offset.from; });
  // Before the first offset known, that one is taken.
  const Offset& offset = next == offsets_.begin() ? *next : *std::prev(next);
  const auto local =
      std::chrono::local_time<std::chrono::milliseconds>(time.time_since_epoch()) + offset.minutes;
  return std::chrono::floor<std::chrono::days>(local);
}

Timestamp Calendar::start_of(local_days day) const {
  // The first moment whose local time has reached the day, offset after offset.
  for (std::size_t i = 0; i < offsets_.size(); ++i) {
    Timestamp start{std::chrono::milliseconds(day.time_since_epoch()) - offsets_[i].minutes};
    if (i > 0) start = std::max(start, offsets_[i].from);
    if (i + 1 == offsets_.size() || start < offsets_[i + 1].from) return start;
  }
  PIXIU_CHECK(false);
  return {};
}

bool Calendar::is_announced(std::chrono::year year) const {
  return std::binary_search(years_.begin(), years_.end(), static_cast<int>(year));
}

bool Calendar::is_workday(local_days day) const {
  if (holds(makeup_days_, day)) return true;
  if (holds(holidays_, day)) return false;
  return !is_weekend_[std::chrono::weekday(day).c_encoding()];
}

PeriodEnd Calendar::end_of(const Period& period, Timestamp from) const {
  PIXIU_CHECK(period.count >= 0 && period.count <= period_count_max);
  PIXIU_CHECK(from.time_since_epoch().count() >= 0 &&
              from.time_since_epoch() < std::chrono::years(7030));
  if (period.unit == PeriodUnit::hours) return {from + std::chrono::hours(period.count), false};

  PeriodEnd end;
  local_days day = day_of(from);
  const auto go_on = [&] {
    day += std::chrono::days(1);
    end.is_provisional = end.is_provisional || !is_announced(year_of(day));
  };
  if (period.unit == PeriodUnit::workdays) {
    for (int counted = 0; counted < period.count;) {
      go_on();
      if (is_workday(day)) ++counted;
    }
  } else {
    // Only whether the last day is a workday matters; the days before count in any year.
    day += std::chrono::days(period.count);
    end.is_provisional = !is_announced(year_of(day));
    while (!is_workday(day)) go_on();
  }
  end.at = start_of(day + std::chrono::days(1));
  return end;
}

}  // namespace pixiu::cases
