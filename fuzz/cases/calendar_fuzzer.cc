#include "base/bytes.h"
#include "cases/calendar.h"

#include <cstdint>
#include <cstdlib>

// A calendar file. Whatever loads counts any period, in any year.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pixiu;
  using namespace pixiu::cases;
  const auto calendar =
      Calendar::parse(text_of(std::as_bytes(std::span<const std::uint8_t>(data, size))));
  if (!calendar) return 0;
  for (const PeriodUnit unit : {PeriodUnit::hours, PeriodUnit::days, PeriodUnit::workdays}) {
    for (const int year : {1970, 1991, 2026, 2027, 2100}) {
      const Timestamp from{std::chrono::sys_days(std::chrono::year(year) / 12 / 31)};
      if (calendar->end_of({40, unit}, from).at < from) std::abort();
    }
  }
  return 0;
}
