#pragma once

#include "base/result.h"
#include "cases/claim.h"
#include "findings/finding.h"

#include <array>
#include <span>
#include <string_view>

// What must hold before an event may happen. Gates belong to rows of the transition table; nobody
// can turn one off. Each has a reason that a layman reads when it is shut.
namespace pixiu::cases {

enum class Gate {
  right_side,       // the person acts for the side that it says
  filing_is_whole,  // an amount above zero, terms within their floors
  person_for_refusal,
  person_for_refund_only,  // above the tenant's amount
  person_when_in_doubt,    // contradicted, or a second reviewer is asked for
  not_a_party,             // a reviewer is on neither side
  untouched,               // never had to do with the claim before this stage
  not_held_already,
  review_is_held,
  holds_review,
  asked_side,       // evidence was asked of this side
  other_side,       // the answer to an appeal comes from who did not file it
  in_time,          // the open window is not over, and is not the reviewer's
  time_is_over,     // the very window named is over
  notice_is_right,  // names the end of the open window, once a side
  said_in_words,
  items_named,
  exhibit_is_new,
  exhibit_is_known,
  visit_is_outstanding,
  other_side_heard,      // answered the appeal, or had the time to
  every_exhibit_opened,  // by this reviewer, each for the shortest dwell
  first_view_once,
  first_view_written,
  review_took_its_time,
  no_visit_outstanding,
  decision_is_whole,
  reasons_in_words,  // each from the checklist and with a text
  extra_time_given,  // both sides had a window after findings contradicted
  offer_is_whole,
  other_sides_offer,
  remedy_is_ordered,
  confirms_it,     // the one who can know that it was carried out
  goods_are_back,  // before the money of a return goes
};
inline constexpr std::size_t gate_count = 34;

// "right_side" and so on, and what a layman reads when the gate is shut.
std::string_view gate_name(Gate gate);
Summary gate_text(Gate gate);
ErrorCode gate_error_code(Gate gate);

// An event that would be recorded, and what is known around it. `time` is the later of the clock
// and the claim's own time.
struct Situation {
  const Claim& claim;
  const ClaimEvent& event;
  const Calendar& calendar;
  Timestamp time;
};

bool is_open(Gate gate, const Situation& situation);

}  // namespace pixiu::cases
