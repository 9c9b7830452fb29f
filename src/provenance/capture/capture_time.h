#pragma once

#include "findings/finding.h"
#include "media/capture_metadata.h"
#include "provenance/capture/claim_facts.h"

#include <string_view>

namespace pixiu::provenance {

// The moments a time of EXIF may mean: one when it states its offset to UTC, else all that some
// zone of the world (-12 h .. +14 h) makes of it.
struct TimeRange {
  Timestamp earliest{};
  Timestamp latest{};

  friend bool operator==(const TimeRange&, const TimeRange&) = default;
};

TimeRange range_of(const media::ExifTime& time);

// How the time of capture stands to the claim.
enum class TimeRelation {
  not_stated,          // the file has no time of capture
  clock_not_set,       // zeros, a year before digital cameras, or the first day of an earlier year,
                       // which is where cameras begin when their battery was out
  nothing_to_compare,  // no time of the claim is known
  fits,                // some reading of it lies between delivery and filing
  before_order,        // every reading lies before the goods were ordered
  before_shipping,     // ... before they were shipped
  before_delivery,     // ... more than a day before they were delivered
  after_filing,        // ... after the claim was filed
};

// "not_stated", "clock_not_set", ...
std::string_view time_relation_name(TimeRelation relation);

// A delivery is often noted later than the goods change hands, and clocks of machines differ.
inline constexpr std::chrono::hours delivery_slack{24};
inline constexpr std::chrono::hours clock_slack{1};

// The strongest relation that every reading of the time bears out.
TimeRelation time_relation(const media::CaptureMetadata& capture, const ClaimFacts& claim);

// The finding of examiner "capture_time". Contradicts, graded "strong" before the order and
// "moderate" before shipping or delivery, with innocent causes; "weak" and neutral after filing;
// neutral otherwise, absence included. No likelihood ratio: how often clocks are wrong is not
// measured.
Finding capture_time_finding(const media::CaptureMetadata& capture, const ClaimFacts& claim);

}  // namespace pixiu::provenance
