#pragma once

#include "base/money.h"
#include "base/result.h"
#include "cases/calendar.h"

#include <string>

namespace pixiu::cases {

// What a tenant may choose. It is copied into the claim when it is filed, so that a later change
// touches no running claim. What a tenant may not choose is not here: that people decide refusals,
// who may hear an appeal, that both sides have equal time (one length for both), that a first view
// comes before the band. The floors below hold whatever a tenant writes.
struct Terms {
  std::string calendar = "cn";  // id of a calendar
  std::string ruleset;          // which rules set these terms, for the record
  Period party_window{3, PeriodUnit::workdays};
  // Added to each party's window when findings contradict an exhibit.
  Period extra_time{2, PeriodUnit::workdays};
  Period review_window{2, PeriodUnit::workdays};
  Period appeal_window{7, PeriodUnit::days};
  std::int64_t review_time_s_min = 120;  // from taking a claim to deciding it
  std::int64_t dwell_ms_min = 3000;      // with each exhibit open
  // Up to this, money may go back without the goods and without a person's decision.
  Money refund_only_unreviewed_max;
  // The rule by which a merchant's silence grants the claim; empty: silence decides nothing.
  std::string silence_rule;

  template <class Self, class Field>
  static void each(Self& self, Field&& field) {
    field("calendar", self.calendar);
    field("ruleset", self.ruleset);
    field("party_window", self.party_window);
    field("extra_time", self.extra_time);
    field("review_window", self.review_window);
    field("appeal_window", self.appeal_window);
    field("review_time_s_min", self.review_time_s_min);
    field("dwell_ms_min", self.dwell_ms_min);
    field("refund_only_unreviewed_max", self.refund_only_unreviewed_max);
    field("silence_rule", self.silence_rule);
  }

  friend bool operator==(const Terms&, const Terms&) = default;
};

inline constexpr std::int64_t review_time_s_floor = 60;
inline constexpr std::int64_t dwell_ms_floor = 2000;
inline constexpr int party_window_hours_floor = 24;
inline constexpr int appeal_window_hours_floor = 72;

// Errors: invalid_input, naming the field, when a floor or a ceiling is passed.
Status check_terms(const Terms& terms);

}  // namespace pixiu::cases
