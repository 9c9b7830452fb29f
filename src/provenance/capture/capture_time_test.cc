#include "provenance/capture/capture_time.h"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu::provenance {
namespace {

using namespace std::chrono_literals;

media::CaptureMetadata taken(const std::string& text, const std::string& offset = "") {
  media::CaptureMetadata capture;
  capture.has_exif = true;
  capture.captured = media::parse_exif_time(text, "", offset);
  return capture;
}

Timestamp at(std::string_view text) {
  return parse_timestamp(text).value();
}

ClaimFacts claim() {
  ClaimFacts facts;
  facts.ordered_at = at("2026-03-01T10:00:00+08:00");
  facts.shipped_at = at("2026-03-02T18:00:00+08:00");
  facts.delivered_at = at("2026-03-05T12:00:00+08:00");
  facts.filed_at = at("2026-03-06T09:00:00+08:00");
  return facts;
}

TEST(CaptureTime, an_unknown_offset_is_every_zone_of_the_world) {
  const TimeRange range = range_of(*taken("2026:03:05 12:00:00").captured);
  EXPECT_EQ(range.earliest, at("2026-03-04T22:00:00Z"));
  EXPECT_EQ(range.latest, at("2026-03-06T00:00:00Z"));
  const TimeRange known = range_of(*taken("2026:03:05 12:00:00", "+08:00").captured);
  EXPECT_EQ(known, (TimeRange{at("2026-03-05T04:00:00Z"), at("2026-03-05T04:00:00Z")}));
}

TEST(CaptureTime, a_relation_is_stated_only_when_every_reading_bears_it_out) {
  const auto relation = [](const char* text, const char* offset) {
    return time_relation(taken(text, offset), claim());
  };
  EXPECT_EQ(relation("2026:02:20 12:00:00", ""), TimeRelation::before_order);
  EXPECT_EQ(relation("2026:03:01 08:00:00", "+08:00"), TimeRelation::before_order);
  EXPECT_EQ(relation("2026:03:01 08:00:00", ""), TimeRelation::before_shipping);
  EXPECT_EQ(relation("2026:03:03 12:00:00", "+08:00"), TimeRelation::before_delivery);
  EXPECT_EQ(relation("2026:03:04 18:00:00", "+08:00"), TimeRelation::fits);
  EXPECT_EQ(relation("2026:03:05 20:00:00", ""), TimeRelation::fits);
  EXPECT_EQ(relation("2026:03:08 20:00:00", ""), TimeRelation::after_filing);
}

TEST(CaptureTime, contradictions_are_graded_and_name_innocent_causes) {
  const Finding finding = capture_time_finding(taken("2026:02:20 12:00:00"), claim());
  EXPECT_EQ(finding.outcome, Outcome::contradicts);
  EXPECT_EQ(finding.details["grade"], "strong");
  EXPECT_FALSE(finding.details["innocent_causes"].empty());
  EXPECT_EQ(finding.log10_likelihood_ratio, std::nullopt);
  EXPECT_EQ(capture_time_finding(taken("2026:03:03 12:00:00", "+08:00"), claim()).details["grade"],
            "moderate");
  const Finding late = capture_time_finding(taken("2026:03:09 12:00:00"), claim());
  EXPECT_EQ(late.details["grade"], "weak");
  EXPECT_EQ(late.outcome, Outcome::neutral);
}

TEST(CaptureTime, a_clock_that_was_never_set_accuses_nobody) {
  EXPECT_EQ(time_relation(taken("1970:01:01 00:00:12"), claim()), TimeRelation::clock_not_set);
  EXPECT_EQ(time_relation(taken("2015:01:01 00:03:12"), claim()), TimeRelation::clock_not_set);
  EXPECT_EQ(time_relation(taken("2015:01:02 00:03:12"), claim()), TimeRelation::before_order);
  media::CaptureMetadata zeros;
  zeros.has_unset_time = true;
  EXPECT_EQ(capture_time_finding(zeros, claim()).outcome, Outcome::neutral);
}

TEST(CaptureTime, absence_and_unknown_claims_are_neutral_and_say_so) {
  const Finding absent = capture_time_finding({}, claim());
  EXPECT_EQ(absent.outcome, Outcome::neutral);
  EXPECT_NE(absent.summary.en.find("neutral"), std::string::npos);
  EXPECT_EQ(time_relation(taken("2026:02:20 12:00:00"), {}), TimeRelation::nothing_to_compare);
}

RC_GTEST_PROP(CaptureTime, knowing_the_offset_only_narrows_the_range, (int minutes)) {
  media::ExifTime time;
  time.written = std::chrono::local_days{std::chrono::year{2026} / 3 / 5} + 12h;
  const TimeRange wide = range_of(time);
  time.utc_offset = std::chrono::minutes{minutes % 720};
  const TimeRange narrow = range_of(time);
  RC_ASSERT(narrow.earliest == narrow.latest);
  RC_ASSERT(wide.earliest <= narrow.earliest && narrow.latest <= wide.latest);
}

}  // namespace
}  // namespace pixiu::provenance
