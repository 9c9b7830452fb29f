#pragma once

#include "base/testing.h"
#include "cases/decide.h"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

// A claim that a test tells as a story. Included by tests only.
namespace pixiu::cases::testing {

using namespace std::chrono_literals;

// People by name. The same for the same seed.
struct People {
  explicit People(const Clock& clock, Entropy& entropy)
      : buyer(UserId::make(clock, entropy)),
        merchant(UserId::make(clock, entropy)),
        reviewer(UserId::make(clock, entropy)),
        colleague(UserId::make(clock, entropy)),
        third(UserId::make(clock, entropy)),
        elder(UserId::make(clock, entropy)),
        administrator(UserId::make(clock, entropy)),
        auditor(UserId::make(clock, entropy)),
        program(UserId::make(clock, entropy)) {}
  UserId buyer, merchant, reviewer, colleague, third, elder, administrator, auditor, program;
};

class Story {
 public:
  explicit Story(Terms terms = default_terms(), std::uint64_t seed = 1)
      : entropy(seed), people(clock, entropy), terms_(std::move(terms)) {}

  // Hours throughout, so that stories need no calendar of holidays.
  static Terms default_terms() {
    Terms terms;
    terms.party_window = {48, PeriodUnit::hours};
    terms.extra_time = {24, PeriodUnit::hours};
    terms.review_window = {24, PeriodUnit::hours};
    terms.appeal_window = {72, PeriodUnit::hours};
    terms.review_time_s_min = 60;
    terms.dwell_ms_min = 2000;
    terms.refund_only_unreviewed_max = Money::from_fen(5000);
    return terms;
  }

  Actor actor(const UserId& user, Role role) const { return {user, role}; }
  Actor buyer() const { return {people.buyer, Role::buyer}; }
  Actor merchant() const { return {people.merchant, Role::merchant}; }
  Actor reviewer() const { return {people.reviewer, Role::reviewer}; }
  Actor second() const { return {people.colleague, Role::second_reviewer}; }
  Actor elder() const { return {people.elder, Role::appeal_reviewer}; }
  Actor engine() const { return {people.program, Role::engine}; }

  Command command(const Actor& actor, EventBody body) {
    Command command;
    command.id = EventId::make(clock, entropy);
    command.tenant = tenant;
    command.claim = id;
    command.actor = actor;
    command.body = std::move(body);
    return command;
  }

  // Carries it out; the reason when it is refused, "" when it is not.
  std::string tell(const Actor& actor, EventBody body) {
    return tell(command(actor, std::move(body)));
  }
  std::string tell(const Command& command) {
    const Decided decided = decide(claim, command, *built_in_calendar("cn"), clock.now());
    if (!decided) {
      refusal = decided.error();
      return std::string(refusal.reason);
    }
    if (!*decided) return "";
    events.push_back(**decided);
    const Status status = apply(claim, **decided);
    return status ? "" : status.error().message;
  }

  ClaimFiled filing(ClaimKind kind, std::int64_t fen) const {
    ClaimFiled filed;
    filed.claim_kind = kind;
    filed.buyer = people.buyer;
    filed.merchant = merchant_id;
    filed.amount = Money::from_fen(fen);
    filed.category = "crockery";
    filed.grounds = "The mug arrived with a crack";
    filed.terms = terms_;
    return filed;
  }
  std::string file(ClaimKind kind = ClaimKind::refund_only, std::int64_t fen = 20000) {
    return tell(buyer(), filing(kind, fen));
  }
  ExhibitId add_exhibit(const Actor& by) {
    const ExhibitId exhibit = ExhibitId::make(clock, entropy);
    tell(by, ExhibitAdded{exhibit});
    return exhibit;
  }
  // Time passes until the open window is over, and the program notices.
  std::string let_pass() {
    const auto end = due(claim, *built_in_calendar("cn"));
    if (!end) return "no window";
    if (clock.now() < end->at) clock.set(end->at);
    return tell(engine(), DeadlinePassed{claim.window->opened_by});
  }
  // Takes the claim, opens everything long enough, writes a first view and waits.
  std::string look(const Actor& who, Leaning leaning = Leaning::unsure) {
    std::string refused = tell(who, ReviewTaken{});
    for (const ExhibitId& exhibit : std::vector<ExhibitId>(claim.exhibits)) {
      tell(who, ExhibitOpened{exhibit});
      clock.advance(5s);
      tell(who, ExhibitClosed{exhibit});
    }
    refused += tell(who, FirstViewWritten{leaning, "I have looked at all of it carefully"});
    clock.advance(120s);
    return refused;
  }
  static DecisionMade refusal_of_claim() {
    DecisionMade decision;
    decision.verdict = Verdict::refuse;
    decision.reasons = {{"defect_not_shown", "The second photo shows an undamaged rim"}};
    return decision;
  }
  DecisionMade approval() const {
    DecisionMade decision = all_that_is_claimed(claim.filed);
    decision.reasons = {{"defect_shown", "The crack can be seen in both photos"}};
    return decision;
  }
  // Filed, the merchant has answered, the buyer has replied.
  void bring_to_review(ClaimKind kind = ClaimKind::refund_only, std::int64_t fen = 20000) {
    file(kind, fen);
    add_exhibit(buyer());
    tell(engine(), MerchantAsked{});
    tell(merchant(), MerchantAnswered{false, "It left us undamaged"});
    tell(buyer(), BuyerReplied{"It did not arrive so"});
  }
  void tell_both() {
    tell(engine(), NoticeGiven{Party::buyer, {}, ""});
    tell(engine(), NoticeGiven{Party::merchant, {}, ""});
  }
  // ... and a person has refused it.
  void bring_to_appeal_window() {
    bring_to_review();
    look(reviewer());
    tell(reviewer(), refusal_of_claim());
    tell_both();
  }

  pixiu::testing::ManualClock clock{parse_timestamp("2026-06-01T04:00:00Z").value()};
  pixiu::testing::SeededEntropy entropy;
  People people;
  TenantId tenant = TenantId::make(clock, entropy);
  MerchantId merchant_id = MerchantId::make(clock, entropy);
  ClaimId id = ClaimId::make(clock, entropy);
  Claim claim;
  std::vector<ClaimEvent> events;
  Refusal refusal;

 private:
  Terms terms_;
};

}  // namespace pixiu::cases::testing
