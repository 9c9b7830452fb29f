#pragma once

#include "base/result.h"
#include "base/timestamp.h"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace pixiu::cases {

// How a period is counted.
//   hours     from the moment itself
//   days      the starting day does not count; ends with the last day, or, when that is a day off,
//             with the next workday (Civil Code of China, articles 201 and 203)
//   workdays  the starting day does not count, nor does a day off; ends with the last one counted
enum class PeriodUnit { hours, days, workdays };

std::string_view period_unit_name(PeriodUnit unit);

struct Period {
  int count = 0;  // 0 .. period_count_max
  PeriodUnit unit = PeriodUnit::hours;

  friend bool operator==(const Period&, const Period&) = default;
};

inline constexpr int period_count_max = 1000;

// "3 workdays", "72 hours": one space, the unit always in the plural. Errors: invalid_input.
Result<Period> parse_period(std::string_view text);
std::string period_text(const Period& period);

// When a period ends: the first moment that is no longer part of it.
struct PeriodEnd {
  Timestamp at;
  // A year whose days off are not announced was counted through: the end may still move, though
  // what people were told is kept (deadline.h).
  bool is_provisional = false;

  friend bool operator==(const PeriodEnd&, const PeriodEnd&) = default;
};

// Civil days and workdays of one jurisdiction, read from a file (docs/formats/calendar.md). A
// value; const calls may run in parallel.
class Calendar {
 public:
  // Errors: invalid_input with the line, limit_exceeded over 256 KiB.
  static Result<Calendar> parse(std::string_view toml_text);

  const std::string& id() const { return id_; }

  // The civil day of a moment, and a day's first moment. With daylight saving time a day has 23 or
  // 25 hours; where midnight is skipped, the day begins with the first moment after the gap.
  std::chrono::local_days day_of(Timestamp time) const;
  Timestamp start_of(std::chrono::local_days day) const;

  bool is_workday(std::chrono::local_days day) const;
  // Whether the year's days off are in the file; otherwise weekends alone are days off.
  bool is_announced(std::chrono::year year) const;

  // When `period` ends that begins at `from`. `period.count` within its range, `from` in the years
  // 1970..9000; anything else is a bug. Cost: one look-up a day counted.
  PeriodEnd end_of(const Period& period, Timestamp from) const;

 private:
  struct Offset {
    Timestamp from;
    std::chrono::minutes minutes;
  };

  Calendar() = default;
  friend class CalendarReader;

  std::string id_;
  std::vector<bool> is_weekend_ = std::vector<bool>(7);  // Sunday is 0
  std::vector<Offset> offsets_;                          // by time, never empty
  std::vector<int> years_;                               // sorted
  std::vector<std::chrono::local_days> holidays_;        // sorted
  std::vector<std::chrono::local_days> makeup_days_;     // sorted
};

// The calendars that come with the program (policies/calendars): by id, e.g. "cn". Null when there
// is none of that id. They live as long as the program.
const Calendar* built_in_calendar(std::string_view id);

}  // namespace pixiu::cases
