#include "base/check.h"
#include "cases/calendar.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <span>

// toml++ 3.3 asserts that a key begins where its next lines report that none does.
#define TOML_ASSERT(expr) static_assert(true)
#include <toml++/toml.h>

namespace pixiu::embedded {
extern const std::span<const std::string_view* const> calendar_files;
}

namespace pixiu::cases {
namespace {

using std::chrono::local_days;

constexpr std::size_t file_bytes_max = 256u << 10;
constexpr std::size_t offsets_max = 500;
constexpr std::size_t years_max = 200;
// With at most four weekend days a week, this many leave over a hundred workdays a year: every
// count of workdays ends.
constexpr int days_off_max = 60;
constexpr int weekend_days_max = 4;
constexpr std::string_view schema = "pixiu.calendar/1";
constexpr std::array<std::string_view, 7> weekday_names{
    "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};

Error fault(const toml::node& node, const std::string& what) {
  return {ErrorCode::invalid_input,
          "calendar line " + std::to_string(node.source().begin.line) + ": " + what};
}

std::optional<local_days> day_in(const toml::node* node) {
  const auto date = node == nullptr ? std::nullopt : node->value<toml::date>();
  if (!date) return std::nullopt;
  const std::chrono::year_month_day day(
      std::chrono::year(date->year), std::chrono::month(date->month), std::chrono::day(date->day));
  if (!day.ok()) return std::nullopt;
  return local_days(day);
}

std::optional<Timestamp> moment_in(const toml::node* node) {
  const auto moment = node == nullptr ? std::nullopt : node->value<toml::date_time>();
  if (!moment || !moment->offset || moment->offset->minutes != 0) return std::nullopt;
  const std::chrono::year_month_day day(std::chrono::year(moment->date.year),
                                        std::chrono::month(moment->date.month),
                                        std::chrono::day(moment->date.day));
  if (!day.ok()) return std::nullopt;
  return Timestamp(std::chrono::sys_days(day)) + std::chrono::hours(moment->time.hour) +
         std::chrono::minutes(moment->time.minute) + std::chrono::seconds(moment->time.second);
}

// The tables of the array `key`; empty when there is none.
Result<std::vector<const toml::table*>> tables(const toml::table& in, std::string_view key) {
  std::vector<const toml::table*> found;
  const toml::node* node = in.get(key);
  if (node == nullptr) return found;
  const std::string what = "\"" + std::string(key) + "\" must be a list of tables";
  if (!node->is_array()) return fault(*node, what);
  for (const toml::node& entry : *node->as_array()) {
    if (!entry.is_table()) return fault(entry, what);
    found.push_back(entry.as_table());
  }
  return found;
}

Status only_known_keys(const toml::table& table, std::set<std::string_view> known) {
  for (const auto& [key, value] : table) {
    if (!known.contains(key.str())) {
      return fault(value, "unknown key \"" + std::string(key.str()) + "\"");
    }
  }
  return {};
}

}  // namespace

class CalendarReader {
 public:
  static Result<Calendar> read(const toml::table& root) {
    CalendarReader reader;
    for (const auto step : {&CalendarReader::read_head, &CalendarReader::read_weekend,
                            &CalendarReader::read_offsets, &CalendarReader::read_years}) {
      const Status status = (reader.*step)(root);
      if (!status) return status.error();
    }
    return std::move(reader.calendar_);
  }

 private:
  Status read_head(const toml::table& root) {
    Status known = only_known_keys(root, {"schema", "id", "name", "weekend", "offset", "year"});
    if (!known) return known;
    if (root["schema"].value<std::string_view>() != schema) {
      return fault(root, "\"schema\" must be \"" + std::string(schema) + "\"");
    }
    calendar_.id_ = root["id"].value_or(std::string());
    if (calendar_.id_.empty() || calendar_.id_.size() > 40) {
      return fault(root, "\"id\" must be a text of 1 to 40 bytes");
    }
    return {};
  }

  Status read_weekend(const toml::table& root) {
    const toml::array* weekend = root["weekend"].as_array();
    if (weekend == nullptr || weekend->size() > weekend_days_max) {
      return fault(root, "\"weekend\" must be a list of at most four weekdays");
    }
    for (const toml::node& node : *weekend) {
      const std::string_view name = node.value_or(std::string_view());
      const auto* const found = std::find(weekday_names.begin(), weekday_names.end(), name);
      if (found == weekday_names.end()) return fault(node, "a weekday is written like \"sunday\"");
      calendar_.is_weekend_[static_cast<std::size_t>(found - weekday_names.begin())] = true;
    }
    return {};
  }

  Status read_offsets(const toml::table& root) {
    const auto entries = tables(root, "offset");
    if (!entries) return entries.error();
    if (entries->empty() || entries->size() > offsets_max) {
      return fault(root, "\"offset\" must list 1 to 500 offsets from UTC");
    }
    for (const toml::table* entry : *entries) {
      Status known = only_known_keys(*entry, {"from", "minutes"});
      if (!known) return known;
      const auto from = moment_in(entry->get("from"));
      if (!from) return fault(*entry, "\"from\" must be a moment in UTC, 1992-01-01T00:00:00Z");
      const int minutes = (*entry)["minutes"].value_or(9999);
      if (minutes < -14 * 60 || minutes > 14 * 60) {
        return fault(*entry, "\"minutes\" must be -840 to 840");
      }
      // Changes lie a day apart, so that no day begins twice.
      if (!calendar_.offsets_.empty() &&
          *from < calendar_.offsets_.back().from + std::chrono::hours(48)) {
        return fault(*entry, "offsets must be in order and at least two days apart");
      }
      calendar_.offsets_.push_back({*from, std::chrono::minutes(minutes)});
    }
    return {};
  }

  Status read_years(const toml::table& root) {
    const auto entries = tables(root, "year");
    if (!entries) return entries.error();
    if (entries->size() > years_max) return fault(root, "more than 200 years");
    for (const toml::table* entry : *entries) {
      Status status = read_year(*entry);
      if (!status) return status;
    }
    std::sort(calendar_.holidays_.begin(), calendar_.holidays_.end());
    std::sort(calendar_.makeup_days_.begin(), calendar_.makeup_days_.end());
    return {};
  }

  Status read_year(const toml::table& entry) {
    Status known = only_known_keys(entry, {"year", "source", "workdays", "holidays"});
    if (!known) return known;
    const int year = entry["year"].value_or(0);
    if (year < 1992 || year > 9000 ||
        (!calendar_.years_.empty() && year <= calendar_.years_.back())) {
      return fault(entry, "\"year\" must be 1992 to 9000, one after the other");
    }
    if (entry["source"].value_or(std::string_view()).empty()) {
      return fault(entry, "\"source\" must name the announcement");
    }
    calendar_.years_.push_back(year);
    Status holidays = read_holidays(entry, std::chrono::year(year));
    if (!holidays) return holidays;
    return read_makeup_days(entry, std::chrono::year(year));
  }

  Status read_holidays(const toml::table& entry, std::chrono::year year) {
    const auto holidays = tables(entry, "holidays");
    if (!holidays) return holidays.error();
    int days_off = 0;
    for (const toml::table* holiday : *holidays) {
      Status known = only_known_keys(*holiday, {"name", "from", "until"});
      if (!known) return known;
      const auto from = day_in(holiday->get("from"));
      const auto until = day_in(holiday->get("until"));
      if (!from || !until || *from > *until || !is_in(*from, year) || !is_in(*until, year)) {
        return fault(*holiday, "a holiday lasts \"from\" a date of its year \"until\" another");
      }
      for (local_days day = *from; day <= *until; day += std::chrono::days(1)) {
        if (++days_off > days_off_max) return fault(*holiday, "more than 60 days off in a year");
        calendar_.holidays_.push_back(day);
      }
    }
    return {};
  }

  Status read_makeup_days(const toml::table& entry, std::chrono::year year) {
    const toml::node* node = entry.get("workdays");
    if (node == nullptr) return {};
    if (!node->is_array()) return fault(*node, "\"workdays\" must be a list of dates");
    for (const toml::node& element : *node->as_array()) {
      const auto day = day_in(&element);
      if (!day || !is_in(*day, year)) return fault(element, "not a date of its year");
      if (std::count(calendar_.holidays_.begin(), calendar_.holidays_.end(), *day) != 0) {
        return fault(element, "a day cannot be a holiday and a workday");
      }
      calendar_.makeup_days_.push_back(*day);
    }
    return {};
  }

  static bool is_in(local_days day, std::chrono::year year) {
    return std::chrono::year_month_day(day).year() == year;
  }

  Calendar calendar_;
};

Result<Calendar> Calendar::parse(std::string_view toml_text) {
  if (toml_text.size() > file_bytes_max) {
    return Error{ErrorCode::limit_exceeded, "calendar file over 256 KiB"};
  }
  try {
    return CalendarReader::read(toml::parse(toml_text));
  } catch (const toml::parse_error& error) {
    return Error{ErrorCode::invalid_input, "calendar line " +
                                               std::to_string(error.source().begin.line) + ": " +
                                               std::string(error.description())};
  }
}

const Calendar* built_in_calendar(std::string_view id) {
  static const std::map<std::string, Calendar, std::less<>> calendars = [] {
    std::map<std::string, Calendar, std::less<>> all;
    for (const std::string_view* file : embedded::calendar_files) {
      Result<Calendar> calendar = Calendar::parse(*file);
      PIXIU_CHECK(calendar.has_value());
      std::string own_id = calendar->id();
      all.emplace(std::move(own_id), *std::move(calendar));
    }
    return all;
  }();
  const auto found = calendars.find(id);
  return found == calendars.end() ? nullptr : &found->second;
}

}  // namespace pixiu::cases
