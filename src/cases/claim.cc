#include "cases/claim.h"

#include "cases/opinion.h"
#include "cases/transitions.h"

#include <algorithm>

namespace pixiu::cases {
namespace {

std::size_t side(Party party) {
  return static_cast<std::size_t>(party);
}

Party party_of(Role role) {
  return role == Role::buyer ? Party::buyer : Party::merchant;
}

bool is_review(State state) {
  return state == State::under_review || state == State::second_review ||
         state == State::appeal_review;
}

// Nobody looks at anything any more; what was open counts until now when `is_counted`.
void close_viewings(ReviewRecord& review, Timestamp time, bool is_counted) {
  for (auto& [exhibit, viewing] : review.viewings) {
    if (viewing.open_since && is_counted) viewing.dwell += time - *viewing.open_since;
    viewing.open_since.reset();
  }
}

void let_go(Claim& claim) {
  if (claim.holder) close_viewings(claim.reviews[*claim.holder], claim.time, false);
  claim.holder.reset();
}

// What each event changes besides the state and the window.
struct Effects {
  Claim& claim;
  const ClaimEvent& event;

  void operator()(const ClaimFiled& filed) const {
    claim.tenant = event.tenant;
    claim.id = event.claim;
    claim.filed = filed;
    claim.filed_at = claim.time;
    claim.ledger.held = filed.amount;
  }
  void operator()(const ExhibitAdded& added) const { claim.exhibits.push_back(added.exhibit); }
  void operator()(const StatementMade&) const {}
  void operator()(const ExaminationRecorded& examined) const {
    claim.bands[examined.exhibit] = examined.band;
    if (examined.band == Band::contradicted && claim.contradicted_by == 0) {
      claim.contradicted_by = event.sequence;
    }
  }
  void operator()(const PolicyEvaluated& policy) const {
    claim.asks_second_review = claim.asks_second_review || policy.asks_second_review;
  }
  void operator()(const EvidenceRequested&) const { claim.resumes_to = claim.state; }
  void operator()(const EvidenceGiven&) const {}
  void operator()(const MerchantAsked&) const {}
  void operator()(const MerchantAnswered& answer) const {
    claim.merchant_accepts = answer.accepts;
    if (answer.accepts) order(all_that_is_claimed(claim.filed));
  }
  void operator()(const BuyerReplied&) const {}
  void operator()(const NoticeGiven& notice) const {
    if (claim.state == State::decided) {
      claim.decisions.back().is_told[side(notice.party)] = true;
      return;
    }
    claim.window->told[side(notice.party)] = notice.due;
    claim.window->told_silence_rule[side(notice.party)] = notice.silence_rule;
  }
  void operator()(const DeadlinePassed&) const {
    claim.is_overdue = claim.window->window == Window::review;
    if (claim.window->window == Window::appeal_answer) claim.is_appeal_answered = true;
    if (claim.state == State::merchant_window && silence_grants(claim)) {
      Decision decision;
      decision.decision = all_that_is_claimed(claim.filed);
      decision.decision.reasons = {{"merchant_gave_no_evidence", ""}, {"rule_gives_it", ""}};
      decision.silence_rule = claim.filed.terms.silence_rule;
      decision.sequence = event.sequence;
      claim.decisions.push_back(std::move(decision));
    }
  }
  void operator()(const ReviewTaken&) const {
    let_go(claim);
    claim.holder = event.actor.user;
    claim.reviews[event.actor.user].taken_at = claim.time;
  }
  void operator()(const ReviewReleased&) const { let_go(claim); }
  void operator()(const ExhibitOpened& opened) const {
    auto& viewing = review().viewings[opened.exhibit];
    if (!viewing.open_since) viewing.open_since = claim.time;
  }
  void operator()(const ExhibitClosed& closed) const {
    auto& viewing = review().viewings[closed.exhibit];
    if (viewing.open_since) viewing.dwell += claim.time - *viewing.open_since;
    viewing.open_since.reset();
  }
  void operator()(const FirstViewWritten& view) const { review().first_view = view.leaning; }
  void operator()(const VisitOrdered&) const { ++claim.visits_outstanding; }
  void operator()(const VisitReported& report) const {
    --claim.visits_outstanding;
    if (report.exhibit) claim.exhibits.push_back(*report.exhibit);
  }
  void operator()(const DecisionMade& made) const {
    if (event.actor.is_person()) close_viewings(review(), claim.time, true);
    claim.holder.reset();
    claim.opinions.push_back({event.actor.user, made});
  }
  void operator()(const AppealFiled&) const {
    claim.is_in_appeal = true;
    claim.appellant = party_of(event.actor.role);
    claim.opinions.clear();
  }
  void operator()(const AppealAnswered&) const { claim.is_appeal_answered = true; }
  void operator()(const ClaimWithdrawn&) const {}
  void operator()(const SettlementOffered& offer) const {
    claim.offer = Offer{party_of(event.actor.role), offer, event.sequence};
  }
  void operator()(const SettlementAccepted&) const {
    DecisionMade agreed;
    agreed.remedies = claim.offer->offer.remedies;
    agreed.amount = claim.offer->offer.amount;
    order(agreed);
  }
  void operator()(const RemedyConfirmed& confirmed) const {
    for (RemedyOrder& order : claim.orders) {
      if (order.remedy != confirmed.remedy) continue;
      order.is_confirmed = true;
      claim.ledger.held = *claim.ledger.held.minus(order.amount);
      claim.ledger.to_buyer = *claim.ledger.to_buyer.plus(order.amount);
    }
  }

  // Orders what was granted; the rest of the money goes to the merchant.
  void order(const DecisionMade& granted) const {
    for (const Remedy remedy : granted.remedies) {
      const bool is_money = remedy == Remedy::refund || remedy == Remedy::compensation;
      claim.orders.push_back({remedy, is_money ? granted.amount : Money(), false});
    }
    claim.ledger.to_merchant = *claim.filed.amount.minus(granted.amount);
    claim.ledger.held = granted.amount;
  }

 private:
  ReviewRecord& review() const { return claim.reviews[event.actor.user]; }
};

std::optional<Party> party_waited_for(const Claim& claim, const ClaimEvent& event, Window window) {
  switch (window) {
    case Window::evidence: return std::get<EvidenceRequested>(event.body).party;
    case Window::merchant: return Party::merchant;
    case Window::reply: return Party::buyer;
    case Window::appeal_answer: return other_side(claim.appellant);
    case Window::review:
    case Window::appeal: return std::nullopt;
  }
  return std::nullopt;
}

void open_window(Claim& claim, const ClaimEvent& event, Window window) {
  OpenWindow opened;
  opened.window = window;
  opened.opened_by = event.sequence;
  opened.opened_at = claim.time;
  opened.party = party_waited_for(claim, event, window);
  claim.window = opened;
  claim.is_overdue = false;
}

void end_window(Claim& claim, const ClaimEvent& event) {
  if (!claim.window || !claim.window->is_open) return;
  if (claim.window->party) claim.window_ended_by[side(*claim.window->party)] = event.sequence;
  claim.window->is_open = false;
}

void note_who(Claim& claim, const ClaimEvent& event) {
  if (!event.actor.is_person()) return;
  claim.touched.emplace(event.actor.user, event.sequence);
  if (event.actor.role == Role::buyer || event.actor.role == Role::merchant) {
    claim.parties.insert(event.actor.user);
  }
}

// The state after the event, and what entering it means.
void move_on(Claim& claim, const ClaimEvent& event, const Transition& row) {
  const State before = claim.state;
  const State after = row.to.value_or(before);
  const bool is_over = event.body.index() == kind_of<DeadlinePassed>;
  if (after != before || row.opens || is_over) end_window(claim, event);
  claim.state = after;
  if (row.opens) open_window(claim, event, *row.opens);

  const bool is_next_opinion = event.body.index() == kind_of<DecisionMade> && is_review(after);
  if (is_next_opinion || event.body.index() == kind_of<AppealFiled>) {
    claim.holder.reset();
    claim.stage_began = event.sequence + 1;
  }
  if (after == State::decided && event.body.index() == kind_of<DecisionMade>) {
    Decision decision;
    decision.by = event.actor.user;
    decision.is_by_person = event.actor.is_person();
    decision.decision = std::get<DecisionMade>(event.body);
    decision.sequence = event.sequence;
    claim.decisions.push_back(std::move(decision));
  }
  const Effects effects{claim, event};
  if (after == State::closed && before != State::closed) {
    effects.order(claim.decisions.back().decision);
  }
  if (after == State::withdrawn) effects.order({});
  if (claim.is_final()) claim.holder.reset();
}

}  // namespace

Band Claim::band() const {
  bool is_review = false;
  bool is_clear = false;
  for (const auto& [exhibit, band] : bands) {
    if (band == Band::contradicted) return Band::contradicted;
    is_review = is_review || band == Band::review;
    is_clear = is_clear || band == Band::clear;
  }
  if (is_review) return Band::review;
  return is_clear ? Band::clear : Band::not_assessed;
}

Status apply(Claim& claim, const ClaimEvent& event) {
  if (claim.event_ids.contains(event.id)) return {};
  if (event.sequence != claim.version + 1) {
    return Error{ErrorCode::corrupted, "event " + std::to_string(event.sequence) +
                                           " of a claim where number " +
                                           std::to_string(claim.version + 1) + " was due"};
  }
  const Transition* row = find_transition(claim, event);
  const bool is_of_claim =
      claim.version == 0 || (event.claim == claim.id && event.tenant == claim.tenant);
  if (row == nullptr || !is_of_claim) {
    return Error{ErrorCode::corrupted, "event " + std::to_string(event.sequence) + " (" +
                                           std::string(event_kind_name(event.body.index())) +
                                           ") of a claim is not possible in its state " +
                                           std::string(name_of(claim.state))};
  }
  claim.time = std::max(claim.time, event.time);
  note_who(claim, event);
  std::visit(Effects{claim, event}, event.body);
  move_on(claim, event, *row);
  claim.version = event.sequence;
  claim.event_ids.insert(event.id);
  return {};
}

Result<Claim> fold(std::span<const ClaimEvent> events) {
  if (events.empty()) return Error{ErrorCode::not_found, "there is no such claim"};
  std::vector<const ClaimEvent*> ordered;
  ordered.reserve(events.size());
  for (const ClaimEvent& event : events) ordered.push_back(&event);
  std::stable_sort(ordered.begin(), ordered.end(), [](const ClaimEvent* a, const ClaimEvent* b) {
    return a->sequence < b->sequence;
  });
  Claim claim;
  for (const ClaimEvent* event : ordered) {
    const Status status = apply(claim, *event);
    if (!status) return status.error();
  }
  return claim;
}

DecisionMade all_that_is_claimed(const ClaimFiled& filed) {
  DecisionMade all;
  all.verdict = Verdict::approve;
  switch (filed.claim_kind) {
    case ClaimKind::refund_only: all.remedies = {Remedy::refund}; break;
    case ClaimKind::return_and_refund: all.remedies = {Remedy::goods_return, Remedy::refund}; break;
    case ClaimKind::exchange: all.remedies = {Remedy::goods_return, Remedy::exchange}; break;
    case ClaimKind::repair: all.remedies = {Remedy::visit}; break;
    case ClaimKind::compensation: all.remedies = {Remedy::compensation}; break;
  }
  const bool is_about_money =
      filed.claim_kind != ClaimKind::exchange && filed.claim_kind != ClaimKind::repair;
  if (is_about_money) all.amount = filed.amount;
  return all;
}

std::optional<PeriodEnd> due(const Claim& claim, const Calendar& calendar) {
  if (!claim.window || !claim.window->is_open) return std::nullopt;
  const OpenWindow& window = *claim.window;
  const Terms& terms = claim.filed.terms;
  Period period = terms.party_window;
  if (window.window == Window::review) period = terms.review_window;
  if (window.window == Window::appeal) period = terms.appeal_window;
  PeriodEnd end = calendar.end_of(period, window.opened_at);
  if (window.party && claim.contradicted_by != 0) {
    // Days are counted from the last day of the window, which ends in its last millisecond.
    const std::chrono::milliseconds back(terms.extra_time.unit == PeriodUnit::hours ? 0 : 1);
    const PeriodEnd extra = calendar.end_of(terms.extra_time, end.at - back);
    end = {extra.at, extra.is_provisional || end.is_provisional};
  }
  for (const std::optional<Timestamp>& told : window.told) {
    if (told) end.at = std::max(end.at, *told);
  }
  return end;
}

}  // namespace pixiu::cases
