#include "base/testing.h"
#include "cases/decide.h"
#include "cases/reasons.h"
#include "random_acts.h"

#include <cstdlib>
#include <map>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>

// Random histories, told to the claims of src/cases and to a reference that shares nothing with
// them (reference_claim.h). PIXIU_HISTORIES sets how many.
namespace pixiu {
namespace {

using namespace cases;

constexpr std::int64_t start_ms = 1'780'000'000'000;

// Numbers of the model as ids.
template <class SomeId>
SomeId id_of(std::uint64_t number) {
  testing::ManualClock clock{Timestamp(std::chrono::milliseconds(start_ms))};
  testing::SeededEntropy entropy(number * 2654435761u + 17);
  return SomeId::make(clock, entropy);
}

template <class SomeId>
const SomeId& small_id(int number) {
  static const std::vector<SomeId> ids = [] {
    std::vector<SomeId> all;
    for (std::uint64_t i = 0; i < 16; ++i) all.push_back(id_of<SomeId>(i));
    return all;
  }();
  return ids[static_cast<std::size_t>(number)];
}

std::vector<Remedy> remedies_of(const model::Act& act) {
  std::vector<Remedy> remedies;
  for (const std::string& name : act.remedies) remedies.push_back(*word_of<Remedy>(name));
  return remedies;
}

DecisionMade decision_of(const model::Act& act) {
  DecisionMade decision;
  decision.verdict = *word_of<Verdict>(act.word);
  decision.remedies = remedies_of(act);
  decision.amount = Money::from_fen(act.amount);
  const std::string code = act.word == "approve" ? "defect_shown" : "defect_not_shown";
  if (act.has_words) decision.reasons = {{code, "It can be seen in the second exhibit"}};
  return decision;
}

Terms terms_of(const model::ReferenceClaim& reference) {
  Terms terms;
  terms.party_window = {48, PeriodUnit::hours};
  terms.extra_time = {24, PeriodUnit::hours};
  terms.review_window = {24, PeriodUnit::hours};
  terms.appeal_window = {72, PeriodUnit::hours};
  terms.review_time_s_min = 60;
  terms.dwell_ms_min = 2000;
  terms.refund_only_unreviewed_max = Money::from_fen(5000);
  terms.silence_rule = reference.rule;
  return terms;
}

ClaimFiled filing_of(const model::Act& act, const model::ReferenceClaim& reference) {
  ClaimFiled filed;
  filed.claim_kind = *word_of<ClaimKind>(act.word.empty() ? "exchange" : act.word);
  filed.buyer = small_id<UserId>(0);
  filed.amount = Money::from_fen(act.amount);
  filed.category = "crockery";
  filed.grounds = act.has_words ? "It arrived broken" : "";
  filed.terms = terms_of(reference);
  return filed;
}

EventBody body_of(const model::Act& a, const model::ReferenceClaim& reference) {
  const std::string text = a.has_words ? "What is to be said about it" : "";
  const ExhibitId exhibit = small_id<ExhibitId>(a.exhibit);
  const auto party = static_cast<Party>(a.party);
  const auto word = [&](const std::string& fallback) { return a.word.empty() ? fallback : a.word; };
  const std::map<std::string, EventBody> plain{
      {"exhibit_added", ExhibitAdded{exhibit}},
      {"statement_made", StatementMade{text}},
      {"evidence_given", EvidenceGiven{}},
      {"merchant_asked", MerchantAsked{}},
      {"merchant_answered", MerchantAnswered{a.is_yes, text}},
      {"buyer_replied", BuyerReplied{text}},
      {"deadline_passed", DeadlinePassed{a.of}},
      {"review_taken", ReviewTaken{}},
      {"review_released", ReviewReleased{}},
      {"exhibit_opened", ExhibitOpened{exhibit}},
      {"exhibit_closed", ExhibitClosed{exhibit}},
      {"visit_ordered", VisitOrdered{}},
      {"appeal_filed", AppealFiled{text}},
      {"appeal_answered", AppealAnswered{text}},
      {"claim_withdrawn", ClaimWithdrawn{}},
      {"settlement_accepted", SettlementAccepted{a.of}},
      {"policy_evaluated", PolicyEvaluated{"rules", "", a.is_yes, {}}}};
  if (const auto found = plain.find(a.kind); found != plain.end()) return found->second;
  if (a.kind == "claim_filed") return filing_of(a, reference);
  if (a.kind == "examination_recorded") {
    return ExaminationRecorded{exhibit, *word_of<Band>(word("clear"))};
  }
  if (a.kind == "evidence_requested") {
    return EvidenceRequested{
        party, a.has_words ? std::vector<std::string>{"photo"} : std::vector<std::string>{}, ""};
  }
  if (a.kind == "notice_given") {
    NoticeGiven notice{party, {}, a.rule};
    if (a.due >= 0) notice.due = Timestamp(std::chrono::milliseconds(a.due));
    return notice;
  }
  if (a.kind == "first_view_written") {
    return FirstViewWritten{*word_of<Leaning>(word("unsure")), text};
  }
  if (a.kind == "visit_reported") {
    VisitReported report;
    if (a.is_yes) report.exhibit = exhibit;
    return report;
  }
  if (a.kind == "settlement_offered") {
    return SettlementOffered{remedies_of(a), Money::from_fen(a.amount)};
  }
  if (a.kind == "remedy_confirmed") return RemedyConfirmed{*word_of<Remedy>(word("visit"))};
  return decision_of(a);
}

Command command_of(const model::Act& act, const model::ReferenceClaim& reference) {
  Command command;
  command.id = id_of<EventId>(act.id);
  command.tenant = small_id<TenantId>(1);
  command.claim = small_id<ClaimId>(1);
  command.actor = {small_id<UserId>(act.user), *word_of<Role>(act.role)};
  if (act.expected_version >= 0) {
    command.expected_version = static_cast<std::uint64_t>(act.expected_version);
  }
  command.body = body_of(act, reference);
  return command;
}

// One history: both claims, and what happened.
class History {
 public:
  explicit History(std::uint64_t seed) : dice_(seed) {
    if (dice_.in_a_hundred(50)) reference_.rule = "silent_merchant";
  }

  // Both claims get the same; whether they agree.
  void step() {
    now_ += model::random_step(dice_, reference_, now_);
    now_ = std::max(now_, start_ms - 1000 * model::hour);
    const model::Act act = model::random_act(dice_, reference_);
    tries(act);
    if (dice_.in_a_hundred(10)) tries(act);  // once more, the same
    if (dice_.in_a_hundred(5)) tries_both_at_once();
  }

  // Two commands that were made on one version: one of them at most is carried out.
  void tries_both_at_once() {
    model::Act one = model::random_act(dice_, reference_);
    model::Act other = model::random_act(dice_, reference_);
    one.expected_version = other.expected_version = static_cast<std::int64_t>(reference_.version);
    const auto before = reference_.version;
    const Decided stale =
        decide(claim_, command_of(other, reference_), *built_in_calendar("cn"), time());
    tries(one);
    tries(other);
    RC_ASSERT(reference_.version <= before + 1);
    // Decided before the first was carried out: its number is taken, so that it cannot be applied.
    if (stale && *stale && reference_.version > before) {
      Claim copy = claim_;
      const bool is_known = copy.event_ids.contains((*stale)->id);
      RC_ASSERT(is_known || !apply(copy, **stale).has_value());
    }
  }

  void compare() const {
    RC_ASSERT(std::string(name_of(claim_.state)) == reference_.state);
    RC_ASSERT(claim_.version == reference_.version);
    const auto end = due(claim_, *built_in_calendar("cn"));
    RC_ASSERT((end ? end->at.time_since_epoch().count() : -1) == reference_.due());
    RC_ASSERT(claim_.ledger.held.fen() == reference_.held);
    RC_ASSERT(claim_.ledger.to_buyer.fen() == reference_.to_buyer);
    RC_ASSERT(claim_.ledger.to_merchant.fen() == reference_.to_merchant);
    RC_ASSERT(claim_.ledger.held.fen() >= 0);
    RC_ASSERT(claim_.ledger.held.fen() + claim_.ledger.to_buyer.fen() +
                  claim_.ledger.to_merchant.fen() ==
              claim_.filed.amount.fen());
  }

  // What must hold whatever either claim thinks, read from the events alone.
  void check_the_record() const;
  void check_the_fold();

  const std::string& state() const { return reference_.state; }

 private:
  Timestamp time() const { return Timestamp(std::chrono::milliseconds(now_)); }

  void tries(const model::Act& act) {
    const Command command = command_of(act, reference_);
    const Decided decided = decide(claim_, command, *built_in_calendar("cn"), time());
    const bool is_accepted = reference_.tries(act, now_);
    if (decided.has_value() != is_accepted) {
      std::ostringstream what;
      what << act.kind << " by " << act.user << " as " << act.role << " in " << reference_.state
           << ": cases " << (decided ? "accepts" : std::string(decided.error().reason));
      RC_FAIL(what.str());
    }
    if (decided && *decided) {
      RC_ASSERT(apply(claim_, **decided).has_value());
      events_.push_back(**decided);
    }
    compare();
  }

  model::Dice dice_;
  model::ReferenceClaim reference_;
  Claim claim_;
  std::vector<ClaimEvent> events_;
  std::int64_t now_ = start_ms;
};

void History::check_the_record() const {
  std::set<std::uint64_t> passed;
  std::map<UserId, std::set<Role>> roles;
  std::set<UserId> before_appeal;
  std::vector<UserId> deciders;
  bool is_in_appeal = false;
  for (const ClaimEvent& event : events_) {
    if (const auto* deadline = std::get_if<DeadlinePassed>(&event.body)) {
      RC_ASSERT(passed.insert(deadline->opened_by).second);  // every deadline fires once
    }
    is_in_appeal = is_in_appeal || std::holds_alternative<AppealFiled>(event.body);
    if (const auto* decision = std::get_if<DecisionMade>(&event.body)) {
      const bool is_person = event.actor.role != Role::engine;
      RC_ASSERT(is_person || (decision->verdict == Verdict::approve && !is_in_appeal));
      if (is_person) {
        for (const UserId& earlier : deciders) RC_ASSERT(!(earlier == event.actor.user));
        deciders.push_back(event.actor.user);
      }
      if (is_in_appeal) RC_ASSERT(!before_appeal.contains(event.actor.user));
      RC_ASSERT(!decision->reasons.empty());
    }
    if (!is_in_appeal && event.actor.role != Role::engine) before_appeal.insert(event.actor.user);
    roles[event.actor.user].insert(event.actor.role);
  }
  for (const auto& [user, held] : roles) {
    const bool is_party = held.contains(Role::buyer);
    RC_ASSERT(!is_party || (!held.contains(Role::reviewer) && !held.contains(Role::merchant)));
  }
}

void History::check_the_fold() {
  if (events_.empty()) return;
  std::vector<ClaimEvent> shuffled = events_;
  for (const ClaimEvent& event : events_) {
    if (dice_.in_a_hundred(30)) shuffled.push_back(event);
  }
  std::mt19937_64 generator(dice_.next());
  std::shuffle(shuffled.begin(), shuffled.end(), generator);
  const Result<Claim> folded = fold(shuffled);
  RC_ASSERT(folded.has_value());
  RC_ASSERT(folded->state == claim_.state);
  RC_ASSERT(folded->version == claim_.version);
  RC_ASSERT(due(*folded, *built_in_calendar("cn")) == due(claim_, *built_in_calendar("cn")));
}

int histories_wanted() {
  const char* text = std::getenv("PIXIU_HISTORIES");
  return text == nullptr ? 3000 : std::max(100, std::stoi(text));
}

TEST(ClaimModel, every_history_goes_as_the_reference_says) {
  constexpr int steps_max = 150;
  const int batch = histories_wanted() / 100;  // RapidCheck runs a hundred batches
  std::map<std::string, int> ended;
  EXPECT_TRUE(rc::check([&] {
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    const int steps = *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(1, steps_max));
    for (int i = 0; i < batch; ++i) {
      History history(seed + static_cast<std::uint64_t>(i) * 0x9e3779b9);
      for (int step = 0; step < steps; ++step) history.step();
      history.check_the_record();
      history.check_the_fold();
      ++ended[history.state()];
    }
  }));
  // Histories that stop early prove little: every state must have been where some ended.
  for (const std::string_view state : state_names) {
    if (state == "not_filed") continue;
    EXPECT_GT(ended[std::string(state)], 0) << state;
  }
}

}  // namespace
}  // namespace pixiu
