#include "base/timestamp.h"

#include "base/check.h"

#include <algorithm>
#include <cstddef>
#include <optional>

namespace pixiu {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Timestamp first_time = std::chrono::sys_days{std::chrono::year{0} / 1 / 1};
constexpr Timestamp end_time = std::chrono::sys_days{std::chrono::year{10000} / 1 / 1};

// Takes pieces off the front of a text; after the first piece that does not fit, nothing fits.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  // Exactly `count` decimal digits with a value of at most `max`.
  int digits(std::size_t count, int max) {
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) value = value * 10 + digit().value_or(0);
    if (value > max) fits_ = false;
    return value;
  }

  // One decimal digit if there is one.
  std::optional<int> digit_if_any() {
    if (rest_.empty() || rest_[0] < '0' || rest_[0] > '9') return std::nullopt;
    return digit();
  }

  // One character of `allowed`.
  char one_of(std::string_view allowed) {
    if (rest_.empty() || allowed.find(rest_[0]) == std::string_view::npos) {
      fits_ = false;
      return '\0';
    }
    return take();
  }

  bool next_is(char wanted) const { return !rest_.empty() && rest_[0] == wanted; }
  bool has_fitted_to_the_end() const { return fits_ && rest_.empty(); }

 private:
  std::optional<int> digit() {
    const char taken = one_of("0123456789");
    if (taken == '\0') return std::nullopt;
    return taken - '0';
  }

  char take() {
    const char taken = rest_[0];
    rest_.remove_prefix(1);
    return taken;
  }

  std::string_view rest_;
  bool fits_ = true;
};

milliseconds read_fraction(Reader& reader) {
  reader.one_of(".");
  int value = reader.digits(1, 9) * 100;
  for (int scale = 10; const auto digit = reader.digit_if_any(); scale /= 10) {
    value += *digit * scale;
  }
  return milliseconds{value};
}

minutes read_offset(Reader& reader) {
  const char sign = reader.one_of("Zz+-");
  if (sign != '+' && sign != '-') return 0min;
  const hours whole{reader.digits(2, 23)};
  reader.one_of(":");
  const minutes offset = whole + minutes{reader.digits(2, 59)};
  return sign == '+' ? offset : -offset;
}

std::string padded(int value, std::size_t width) {
  const std::string digits = std::to_string(value);
  return std::string(width - std::min(width, digits.size()), '0') + digits;
}

Error not_a_time(std::string_view why) {
  return {ErrorCode::invalid_input,
          "not an RFC 3339 time such as 2026-03-04T05:06:07Z: " + std::string(why)};
}

}  // namespace

std::string format_timestamp(Timestamp time) {
  PIXIU_CHECK(time >= first_time && time < end_time);
  const auto day = std::chrono::floor<days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{time - day};
  return padded(static_cast<int>(date.year()), 4) + '-' +
         padded(static_cast<int>(static_cast<unsigned>(date.month())), 2) + '-' +
         padded(static_cast<int>(static_cast<unsigned>(date.day())), 2) + 'T' +
         padded(static_cast<int>(clock.hours().count()), 2) + ':' +
         padded(static_cast<int>(clock.minutes().count()), 2) + ':' +
         padded(static_cast<int>(clock.seconds().count()), 2) + '.' +
         padded(static_cast<int>(clock.subseconds().count()), 3) + 'Z';
}

Result<Timestamp> parse_timestamp(std::string_view text) {
  Reader reader(text);
  const std::chrono::year year{reader.digits(4, 9999)};
  reader.one_of("-");
  const std::chrono::month month{static_cast<unsigned>(reader.digits(2, 12))};
  reader.one_of("-");
  const std::chrono::day day{static_cast<unsigned>(reader.digits(2, 31))};
  reader.one_of("Tt");
  const hours hour{reader.digits(2, 23)};
  reader.one_of(":");
  const minutes minute{reader.digits(2, 59)};
  reader.one_of(":");
  const seconds second{reader.digits(2, 60)};
  const milliseconds fraction = reader.next_is('.') ? read_fraction(reader) : 0ms;
  const minutes offset = read_offset(reader);
  if (!reader.has_fitted_to_the_end()) return not_a_time("its form is another");

  const std::chrono::year_month_day date{year, month, day};
  if (!date.ok()) return not_a_time("the calendar has no such day");
  const auto minute_start = std::chrono::sys_days{date} + hour + minute - offset;
  const bool is_leap_second = second == 60s;
  if (is_leap_second && minute_start + 1min != std::chrono::floor<days>(minute_start + 1min)) {
    return not_a_time("second 60 exists at 23:59 UTC only");
  }
  const Timestamp time = minute_start + second + (is_leap_second ? 0ms : fraction);
  if (time < first_time || time >= end_time) return not_a_time("the year in UTC is not 0000..9999");
  return time;
}

}  // namespace pixiu
