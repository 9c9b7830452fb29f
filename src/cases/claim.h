#pragma once

#include "cases/calendar.h"
#include "cases/event.h"

#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace pixiu::cases {

// The window that is open, or was the last to be.
struct OpenWindow {
  Window window = Window::merchant;
  std::uint64_t opened_by = 0;  // sequence number of the event
  Timestamp opened_at;
  std::optional<Party> party;  // whose it is, for a party's window
  bool is_open = true;
  // By party: when its end was told, and what silence was said to mean.
  std::array<std::optional<Timestamp>, 2> told;
  std::array<std::string, 2> told_silence_rule;
};

// What one reviewer did on the claim.
struct ReviewRecord {
  struct Viewing {
    std::optional<Timestamp> open_since;
    std::chrono::milliseconds dwell{0};
  };
  Timestamp taken_at;
  std::map<ExhibitId, Viewing> viewings;
  std::optional<Leaning> first_view;
};

struct Opinion {
  UserId reviewer;
  DecisionMade decision;
};

// A decision that counts. `by` is absent when a rule decided because of silence.
struct Decision {
  std::optional<UserId> by;
  bool is_by_person = false;
  DecisionMade decision;
  std::string silence_rule;
  std::uint64_t sequence = 0;
  std::array<bool, 2> is_told{};  // by party
};

struct Offer {
  Party by = Party::buyer;
  SettlementOffered offer;
  std::uint64_t sequence = 0;
};

struct RemedyOrder {
  Remedy remedy = Remedy::refund;
  Money amount;
  bool is_confirmed = false;
};

// Where the claimed amount is. held + to_buyer + to_merchant is the amount, always.
struct Ledger {
  Money held;
  Money to_buyer;
  Money to_merchant;
};

// A claim as its events tell it. Events are applied in their order; a claim's own time is the
// latest that any of them named, so that a clock that steps back moves nothing back.
struct Claim {
  State state = State::not_filed;
  std::uint64_t version = 0;  // sequence number of the last event
  Timestamp time;
  std::set<EventId> event_ids;

  TenantId tenant = no_id<TenantId>();
  ClaimId id = no_id<ClaimId>();
  ClaimFiled filed;
  Timestamp filed_at;
  std::vector<ExhibitId> exhibits;
  std::map<ExhibitId, Band> bands;
  // Sequence number of the first event that found an exhibit contradicted; 0 when none did.
  std::uint64_t contradicted_by = 0;
  bool asks_second_review = false;
  std::optional<bool> merchant_accepts;  // the answer; absent until it is given

  std::optional<OpenWindow> window;
  // By party, sequence number of the event with which its last window ended; 0 for none.
  std::array<std::uint64_t, 2> window_ended_by{};
  State resumes_to = State::filed;  // where evidence_requested leads back to
  bool is_overdue = false;          // the review window passed

  std::optional<UserId> holder;  // who reviews at present
  std::map<UserId, ReviewRecord> reviews;
  // A person's first event on this claim, and where the present stage of review began: who was
  // there before may not take part in it.
  std::map<UserId, std::uint64_t> touched;
  std::set<UserId> parties;
  std::uint64_t stage_began = 0;
  int visits_outstanding = 0;

  std::vector<Opinion> opinions;  // of this instance, in order
  std::vector<Decision> decisions;
  bool is_in_appeal = false;
  Party appellant = Party::buyer;
  bool is_appeal_answered = false;  // or the time for it is over
  std::optional<Offer> offer;

  std::vector<RemedyOrder> orders;
  Ledger ledger;

  bool is_final() const {
    return state == State::closed || state == State::withdrawn || state == State::settled;
  }
  // The band over all exhibits: contradicted beats review beats clear.
  Band band() const;
};

// Applies one event. It must have come from decide() on this very claim, or be stored: whether it
// was allowed is not asked again. A repeated event changes nothing.
// Errors: corrupted when the sequence number is not the next one or the event is not possible.
Status apply(Claim& claim, const ClaimEvent& event);

// The fold, in the order of the sequence numbers; events may come in any order and repeatedly.
// Errors: as apply; not_found for no events.
Result<Claim> fold(std::span<const ClaimEvent> events);

// What the buyer asked for, as a decision.
DecisionMade all_that_is_claimed(const ClaimFiled& filed);

// When the open window ends, computed anew on every call. Never before what a party was told.
// Absent when no window is open.
std::optional<PeriodEnd> due(const Claim& claim, const Calendar& calendar);

}  // namespace pixiu::cases
