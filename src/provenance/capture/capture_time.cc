#include "provenance/capture/capture_time.h"

#include "base/check.h"
#include "provenance/examine.h"

#include <chrono>
#include <cstdio>
#include <optional>
#include <string>

namespace pixiu::provenance {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;

struct LocalDate {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
};

LocalDate date_of(const media::ExifTime& time) {
  const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(time.written)};
  return {static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
          static_cast<unsigned>(date.day())};
}

int year_of(Timestamp time) {
  const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(time)};
  return static_cast<int>(date.year());
}

std::optional<Timestamp> first_known(const ClaimFacts& claim) {
  for (const auto* time :
       {&claim.ordered_at, &claim.shipped_at, &claim.delivered_at, &claim.filed_at}) {
    if (*time) return *time;
  }
  return std::nullopt;
}

bool is_unset(const media::ExifTime& time, const ClaimFacts& claim) {
  constexpr int first_digital_year = 1990;
  const LocalDate date = date_of(time);
  if (date.year < first_digital_year) return true;
  const std::optional<Timestamp> claimed = first_known(claim);
  return claimed && date.month == 1 && date.day == 1 && date.year < year_of(*claimed);
}

std::string written_text(const media::ExifTime& time) {
  const LocalDate date = date_of(time);
  const std::chrono::hh_mm_ss clock{time.written -
                                    std::chrono::floor<std::chrono::days>(time.written)};
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u %02d:%02d:%02d", date.year, date.month, date.day,
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text;
}

std::string_view grade_of(TimeRelation relation) {
  switch (relation) {
    case TimeRelation::before_order: return "strong";
    case TimeRelation::before_shipping:
    case TimeRelation::before_delivery: return "moderate";
    case TimeRelation::after_filing: return "weak";
    case TimeRelation::not_stated:
    case TimeRelation::clock_not_set:
    case TimeRelation::nothing_to_compare:
    case TimeRelation::fits: return "none";
  }
  PIXIU_CHECK(false);
}

Summary summary_of(TimeRelation relation, const std::string& written) {
  switch (relation) {
    case TimeRelation::not_stated:
      return {"The file states no time of capture. That is neutral: messengers remove it.",
              "文件中没有拍摄时间。这是中性的：聊天软件通常会清除它。"};
    case TimeRelation::clock_not_set:
      return {"The camera's clock was evidently never set, so its time tells nothing.",
              "相机时钟显然未曾设置，所记时间没有意义。"};
    case TimeRelation::nothing_to_compare:
      return {"The file states " + written +
                  " as time of capture; no time of the claim is known "
                  "to compare it with.",
              "文件所记拍摄时间为 " + written + "；没有可供比对的订单时间。"};
    case TimeRelation::fits:
      return {"The stated time of capture (" + written + ") fits the claim. Anyone can change it.",
              "所记拍摄时间（" + written + "）与售后单时间相符。但该时间可以被任意修改。"};
    case TimeRelation::before_order:
      return {"The stated time of capture (" + written + ") lies before the goods were ordered.",
              "所记拍摄时间（" + written + "）早于下单时间。"};
    case TimeRelation::before_shipping:
      return {"The stated time of capture (" + written + ") lies before the goods were shipped.",
              "所记拍摄时间（" + written + "）早于发货时间。"};
    case TimeRelation::before_delivery:
      return {"The stated time of capture (" + written + ") lies more than a day before delivery.",
              "所记拍摄时间（" + written + "）比签收早一天以上。"};
    case TimeRelation::after_filing:
      return {"The stated time of capture (" + written +
                  ") lies after the claim was filed. The "
                  "camera's clock may run ahead, or the picture came later.",
              "所记拍摄时间（" + written + "）晚于申请时间。可能是相机时钟偏快，或照片为后补。"};
  }
  PIXIU_CHECK(false);
}

json innocent_causes() {
  return json::array(
      {{{"en", "The clock of the camera is wrong, as it often is on cameras that are no phones."},
        {"zh", "相机时钟不准，非手机相机尤为常见。"}},
       {{"en", "The picture shows something else on purpose, e.g. how it looked in the listing."},
        {"zh", "照片本意是展示其他内容，例如商品页面上的样子。"}},
       {{"en", "Another copy of the article, or a replacement, was photographed."},
        {"zh", "拍摄的是另一件同款商品或换货商品。"}}});
}

}  // namespace

TimeRange range_of(const media::ExifTime& time) {
  const Timestamp as_utc{time.written.time_since_epoch()};
  if (time.utc_offset) return {as_utc - *time.utc_offset, as_utc - *time.utc_offset};
  constexpr std::chrono::hours east_most{14};
  constexpr std::chrono::hours west_most{-12};
  return {as_utc - east_most, as_utc - west_most};
}

std::string_view time_relation_name(TimeRelation relation) {
  switch (relation) {
    case TimeRelation::not_stated: return "not_stated";
    case TimeRelation::clock_not_set: return "clock_not_set";
    case TimeRelation::nothing_to_compare: return "nothing_to_compare";
    case TimeRelation::fits: return "fits";
    case TimeRelation::before_order: return "before_order";
    case TimeRelation::before_shipping: return "before_shipping";
    case TimeRelation::before_delivery: return "before_delivery";
    case TimeRelation::after_filing: return "after_filing";
  }
  PIXIU_CHECK(false);
}

TimeRelation time_relation(const media::CaptureMetadata& capture, const ClaimFacts& claim) {
  const std::optional<media::ExifTime>& time =
      capture.captured ? capture.captured : capture.digitised;
  if (!time) {
    return capture.has_unset_time ? TimeRelation::clock_not_set : TimeRelation::not_stated;
  }
  if (is_unset(*time, claim)) return TimeRelation::clock_not_set;
  if (!first_known(claim)) return TimeRelation::nothing_to_compare;
  const TimeRange range = range_of(*time);
  const auto ends_before = [&range](const std::optional<Timestamp>& moment, milliseconds slack) {
    return moment && range.latest < *moment - slack;
  };
  if (ends_before(claim.ordered_at, clock_slack)) return TimeRelation::before_order;
  if (ends_before(claim.shipped_at, clock_slack)) return TimeRelation::before_shipping;
  if (ends_before(claim.delivered_at, delivery_slack)) return TimeRelation::before_delivery;
  if (claim.filed_at && range.earliest > *claim.filed_at + clock_slack) {
    return TimeRelation::after_filing;
  }
  return TimeRelation::fits;
}

Finding capture_time_finding(const media::CaptureMetadata& capture, const ClaimFacts& claim) {
  const TimeRelation relation = time_relation(capture, claim);
  const std::optional<media::ExifTime>& time =
      capture.captured ? capture.captured : capture.digitised;
  const std::string written = time ? written_text(*time) : "";
  const std::string_view grade = grade_of(relation);
  const bool contradicts = grade == "strong" || grade == "moderate";
  Finding finding{.examiner = "capture_time",
                  .version = "1",
                  .family = std::string(capture_family),
                  .outcome = contradicts ? Outcome::contradicts : Outcome::neutral,
                  .summary = summary_of(relation, written)};
  finding.details = {{"relation", time_relation_name(relation)}, {"grade", grade}};
  if (time) {
    const TimeRange range = range_of(*time);
    finding.details["written"] = written;
    finding.details["is_offset_known"] = time->utc_offset.has_value();
    finding.details["earliest"] = format_timestamp(range.earliest);
    finding.details["latest"] = format_timestamp(range.latest);
  }
  if (contradicts) finding.details["innocent_causes"] = innocent_causes();
  return finding;
}

}  // namespace pixiu::provenance
