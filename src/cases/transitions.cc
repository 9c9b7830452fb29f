#include "cases/transitions.h"

#include "cases/opinion.h"

#include <algorithm>

namespace pixiu::cases {
namespace {

using enum State;
using enum Role;
using States = SetOf<State>;
using Roles = SetOf<Role>;
using G = Gate;
using W = Window;

constexpr Roles parties{buyer, merchant};
constexpr std::optional<State> stays{};
constexpr std::optional<Window> none{};
constexpr States before_decision{filed,       evidence_requested, merchant_window,
                                 buyer_reply, under_review,       second_review};
constexpr States open_states{filed,       evidence_requested, merchant_window,
                             buyer_reply, under_review,       second_review,
                             decided,     appeal_window,      appeal_review};
// Where both sides may add exhibits and statements: the same for both.
constexpr States filing_states{filed,       evidence_requested, merchant_window,
                               buyer_reply, appeal_window,      appeal_review};
constexpr States negotiating{filed,        evidence_requested, merchant_window, buyer_reply,
                             under_review, second_review,      appeal_window,   appeal_review};
constexpr States noticed{evidence_requested, merchant_window, buyer_reply, appeal_window,
                         appeal_review};
constexpr SetOf<Gate> decision_gates{G::holds_review,         G::every_exhibit_opened,
                                     G::first_view_written,   G::review_took_its_time,
                                     G::no_visit_outstanding, G::decision_is_whole,
                                     G::reasons_in_words,     G::extra_time_given};
constexpr SetOf<Gate> appeal_gates{
    G::holds_review,       G::other_side_heard,     G::every_exhibit_opened,
    G::first_view_written, G::review_took_its_time, G::no_visit_outstanding,
    G::decision_is_whole,  G::reasons_in_words,     G::extra_time_given};

template <class Body>
constexpr std::size_t on = kind_of<Body>;

// What happens once a party has had its time; the same whether it answered or not.
#define PIXIU_RESUME(body, roles, gates)                                                          \
  {{evidence_requested}, on<body>,   roles, When::asked_before_merchant, gates,                   \
   merchant_window,      W::merchant},                                                            \
      {{evidence_requested}, on<body>, roles, When::asked_in_review, gates,                       \
       under_review,         W::review},                                                          \
      {{evidence_requested}, on<body>, roles, When::asked_in_second_review, gates,                \
       second_review,        W::review},                                                          \
  {                                                                                               \
    {evidence_requested}, on<body>, roles, When::asked_in_appeal, gates, appeal_review, W::review \
  }

// One act of whoever reviews, in each of the three reviews.
#define PIXIU_REVIEWING(body, gates)                                                      \
  {{under_review}, on<body>, {reviewer}, When::always, gates, stays, none},               \
      {{second_review}, on<body>, {second_reviewer}, When::always, gates, stays, none}, { \
    {appeal_review}, on<body>, {appeal_reviewer}, When::always, gates, stays, none        \
  }

// clang-format off
constexpr SetOf<Gate> given_gates{G::right_side, G::asked_side, G::in_time};
constexpr SetOf<Gate> late_gates{G::time_is_over};
constexpr SetOf<Gate> reviewing_gates{G::holds_review};
constexpr SetOf<Gate> looking_gates{G::holds_review, G::exhibit_is_known};
constexpr SetOf<Gate> first_view_gates{G::holds_review, G::every_exhibit_opened,
                                       G::first_view_once, G::said_in_words};

constexpr Transition table[] = {
    {{not_filed}, on<ClaimFiled>, {buyer, engine}, When::always,
     {G::right_side, G::filing_is_whole, G::said_in_words}, filed, none},

    {filing_states, on<ExhibitAdded>, parties, When::always,
     {G::right_side, G::in_time, G::exhibit_is_new}, stays, none},
    {filing_states, on<StatementMade>, parties, When::always,
     {G::right_side, G::in_time, G::said_in_words}, stays, none},
    {open_states, on<ExaminationRecorded>, {engine}, When::always, {G::exhibit_is_known}, stays,
     none},
    {open_states, on<PolicyEvaluated>, {engine}, When::always, {}, stays, none},

    {{filed}, on<EvidenceRequested>, {engine}, When::always, {G::items_named}, evidence_requested,
     W::evidence},
    {{filed}, on<MerchantAsked>, {engine}, When::always, {}, merchant_window, W::merchant},

    PIXIU_RESUME(EvidenceGiven, parties, given_gates),
    PIXIU_RESUME(DeadlinePassed, Roles{engine}, late_gates),

    {{merchant_window}, on<MerchantAnswered>, {merchant}, When::merchant_accepts,
     {G::right_side, G::in_time}, settled, none},
    {{merchant_window}, on<MerchantAnswered>, {merchant}, When::always,
     {G::right_side, G::in_time, G::said_in_words}, buyer_reply, W::reply},
    {{merchant_window}, on<DeadlinePassed>, {engine}, When::silence_grants, late_gates, decided,
     none},
    {{merchant_window}, on<DeadlinePassed>, {engine}, When::contradicted, late_gates, buyer_reply,
     W::reply},
    {{merchant_window}, on<DeadlinePassed>, {engine}, When::always, late_gates, under_review,
     W::review},

    {{buyer_reply}, on<BuyerReplied>, {buyer}, When::always,
     {G::right_side, G::in_time, G::said_in_words}, under_review, W::review},
    {{buyer_reply}, on<DeadlinePassed>, {engine}, When::always, late_gates, under_review,
     W::review},

    {{under_review}, on<ReviewTaken>, {reviewer}, When::always,
     {G::not_a_party, G::not_held_already}, stays, none},
    {{second_review}, on<ReviewTaken>, {second_reviewer}, When::always,
     {G::not_a_party, G::untouched, G::not_held_already}, stays, none},
    {{appeal_review}, on<ReviewTaken>, {appeal_reviewer}, When::always,
     {G::not_a_party, G::untouched, G::not_held_already}, stays, none},
    PIXIU_REVIEWING(ReviewReleased, reviewing_gates),
    {{under_review, second_review, appeal_review}, on<ReviewReleased>, {administrator},
     When::always, {G::review_is_held}, stays, none},
    PIXIU_REVIEWING(ExhibitOpened, looking_gates),
    PIXIU_REVIEWING(ExhibitClosed, looking_gates),
    PIXIU_REVIEWING(FirstViewWritten, first_view_gates),
    PIXIU_REVIEWING(VisitOrdered, reviewing_gates),
    {{evidence_requested, under_review, second_review, appeal_review}, on<VisitReported>, {engine},
     When::always, {G::visit_is_outstanding}, stays, none},

    {{under_review}, on<EvidenceRequested>, {reviewer}, When::always,
     {G::holds_review, G::items_named}, evidence_requested, W::evidence},
    {{second_review}, on<EvidenceRequested>, {second_reviewer}, When::always,
     {G::holds_review, G::items_named}, evidence_requested, W::evidence},
    {{appeal_review}, on<EvidenceRequested>, {appeal_reviewer}, When::always,
     {G::holds_review, G::other_side_heard, G::items_named}, evidence_requested, W::evidence},

    {{under_review, second_review}, on<DeadlinePassed>, {engine}, When::always, late_gates, stays,
     none},

    {{under_review}, on<DecisionMade>, {reviewer}, When::needs_second_review, decision_gates,
     second_review, W::review},
    {{under_review}, on<DecisionMade>, {reviewer}, When::always, decision_gates, decided, none},
    {{under_review}, on<DecisionMade>, {engine}, When::always,
     {G::person_for_refusal, G::person_for_refund_only, G::person_when_in_doubt,
      G::no_visit_outstanding, G::decision_is_whole, G::reasons_in_words}, decided, none},
    {{second_review}, on<DecisionMade>, {second_reviewer}, When::opinions_disagree, decision_gates,
     stays, W::review},
    {{second_review}, on<DecisionMade>, {second_reviewer}, When::always, decision_gates, decided,
     none},

    {{decided}, on<NoticeGiven>, {engine}, When::appeal_is_possible, {G::notice_is_right},
     appeal_window, W::appeal},
    {{decided}, on<NoticeGiven>, {engine}, When::appeal_is_decided, {G::notice_is_right}, closed,
     none},
    {{decided}, on<NoticeGiven>, {engine}, When::always, {G::notice_is_right}, stays, none},
    {noticed, on<NoticeGiven>, {engine}, When::always, {G::notice_is_right}, stays, none},

    {{appeal_window}, on<AppealFiled>, parties, When::always,
     {G::right_side, G::in_time, G::said_in_words}, appeal_review, W::appeal_answer},
    {{appeal_window}, on<DeadlinePassed>, {engine}, When::always, late_gates, closed, none},
    {{appeal_review}, on<AppealAnswered>, parties, When::always,
     {G::right_side, G::other_side, G::in_time, G::said_in_words}, stays, W::review},
    {{appeal_review}, on<DeadlinePassed>, {engine}, When::answer_time_is_over, late_gates, stays,
     W::review},
    {{appeal_review}, on<DeadlinePassed>, {engine}, When::always, late_gates, stays, none},
    {{appeal_review}, on<DecisionMade>, {appeal_reviewer}, When::always, appeal_gates, decided,
     none},

    {before_decision, on<ClaimWithdrawn>, {buyer}, When::always, {G::right_side}, withdrawn, none},
    {negotiating, on<SettlementOffered>, parties, When::always, {G::right_side, G::offer_is_whole},
     stays, none},
    {negotiating, on<SettlementAccepted>, parties, When::always,
     {G::right_side, G::other_sides_offer}, settled, none},

    {{closed, settled}, on<RemedyConfirmed>, {buyer, merchant, engine}, When::always,
     {G::right_side, G::remedy_is_ordered, G::confirms_it, G::goods_are_back}, stays, none},
};
// clang-format on

#undef PIXIU_RESUME
#undef PIXIU_REVIEWING

bool completes_notice(const Claim& claim, const ClaimEvent& event) {
  if (claim.decisions.empty()) return false;
  const Party told = std::get<NoticeGiven>(event.body).party;
  const Decision& decision = claim.decisions.back();
  return decision.is_told[static_cast<std::size_t>(other_side(told))] &&
         !decision.is_told[static_cast<std::size_t>(told)];
}

bool holds(When when, const Claim& claim, const ClaimEvent& event) {
  switch (when) {
    case When::always: return true;
    case When::merchant_accepts: return std::get<MerchantAnswered>(event.body).accepts;
    case When::silence_grants: return silence_grants(claim);
    case When::contradicted: return claim.contradicted_by != 0;
    case When::asked_before_merchant: return claim.resumes_to == filed;
    case When::asked_in_review: return claim.resumes_to == under_review;
    case When::asked_in_second_review: return claim.resumes_to == second_review;
    case When::asked_in_appeal: return claim.resumes_to == appeal_review;
    case When::needs_second_review:
      return needs_second_review(claim, event.actor.user, std::get<DecisionMade>(event.body));
    case When::opinions_disagree:
      return claim.opinions.size() == 1 &&
             !agree(claim.opinions.back().decision, std::get<DecisionMade>(event.body));
    case When::appeal_is_possible: return !claim.is_in_appeal && completes_notice(claim, event);
    case When::appeal_is_decided: return claim.is_in_appeal && completes_notice(claim, event);
    case When::answer_time_is_over:
      return claim.window && claim.window->is_open && claim.window->window == W::appeal_answer;
  }
  return false;
}

}  // namespace

std::span<const Transition> transitions() {
  return table;
}

const Transition* find_transition(const Claim& claim, const ClaimEvent& event) {
  const auto* const found =
      std::find_if(std::begin(table), std::end(table), [&](const Transition& row) {
        return row.event == event.body.index() && row.from.holds(claim.state) &&
               row.who.holds(event.actor.role) && holds(row.when, claim, event);
      });
  return found == std::end(table) ? nullptr : found;
}

}  // namespace pixiu::cases
