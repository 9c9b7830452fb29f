#include "cases/terms.h"

namespace pixiu::cases {
namespace {

constexpr std::int64_t review_time_s_max = 24 * 3600;
constexpr std::int64_t dwell_ms_max = 10 * 60 * 1000;
constexpr int window_count_max = 366;

// The fewest hours that a period can last.
int hours_at_least(const Period& period) {
  // A period in days begins with the next day, and may be opened just before midnight.
  return period.unit == PeriodUnit::hours ? period.count : period.count * 24;
}

Error wrong(const std::string& field, const std::string& what) {
  return {ErrorCode::invalid_input, "\"" + field + "\" " + what};
}

Status check_period(const std::string& field, const Period& period, int hours_min) {
  if (period.count < 0 || hours_at_least(period) < hours_min) {
    return wrong(field, "must last at least " + std::to_string(hours_min) + " hours");
  }
  const int count_max = period.unit == PeriodUnit::hours ? period_count_max : window_count_max;
  if (period.count > count_max) {
    return wrong(field, "must be at most " + std::to_string(count_max) + " " +
                            std::string(period_unit_name(period.unit)));
  }
  return {};
}

}  // namespace

Status check_terms(const Terms& terms) {
  if (built_in_calendar(terms.calendar) == nullptr) {
    return wrong("calendar", "names no calendar that is built in");
  }
  for (const Status& status :
       {check_period("party_window", terms.party_window, party_window_hours_floor),
        check_period("extra_time", terms.extra_time, 1),
        check_period("review_window", terms.review_window, 1),
        check_period("appeal_window", terms.appeal_window, appeal_window_hours_floor)}) {
    if (!status) return status;
  }
  if (terms.review_time_s_min < review_time_s_floor ||
      terms.review_time_s_min > review_time_s_max) {
    return wrong("review_time_s_min", "must be 60 to 86400 seconds");
  }
  if (terms.dwell_ms_min < dwell_ms_floor || terms.dwell_ms_min > dwell_ms_max) {
    return wrong("dwell_ms_min", "must be 2000 to 600000 milliseconds");
  }
  if (terms.refund_only_unreviewed_max < Money()) {
    return wrong("refund_only_unreviewed_max", "must not be below zero");
  }
  return {};
}

}  // namespace pixiu::cases
