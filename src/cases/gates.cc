#include "cases/gates.h"

#include "base/limits.h"
#include "cases/opinion.h"
#include "cases/reasons.h"
#include "cases/written_text.h"

#include <algorithm>

namespace pixiu::cases {
namespace {

const ReviewRecord* review_of(const Claim& claim, const UserId& user) {
  const auto found = claim.reviews.find(user);
  return found == claim.reviews.end() ? nullptr : &found->second;
}

std::size_t side_of(const Actor& actor) {
  return actor.role == Role::buyer ? 0 : 1;
}

bool is_right_side(const Situation& s) {
  const Actor& actor = s.event.actor;
  const auto* filing = std::get_if<ClaimFiled>(&s.event.body);
  const UserId& buyer = filing != nullptr ? filing->buyer : s.claim.filed.buyer;
  if (actor.role == Role::buyer) return actor.user == buyer;
  if (actor.role != Role::merchant) return true;
  return actor.user != buyer && !s.claim.reviews.contains(actor.user);
}

bool is_in_time(const Situation& s) {
  if (!s.claim.window || !s.claim.window->is_open) return s.claim.state == State::filed;
  return s.claim.window->window != Window::review && s.time < due(s.claim, s.calendar)->at;
}

bool is_time_over(const Situation& s) {
  return s.claim.window && s.claim.window->is_open &&
         std::get<DeadlinePassed>(s.event.body).opened_by == s.claim.window->opened_by &&
         s.time >= due(s.claim, s.calendar)->at;
}

bool is_notice_right(const Situation& s) {
  const auto& notice = std::get<NoticeGiven>(s.event.body);
  const auto side = static_cast<std::size_t>(notice.party);
  if (s.claim.state == State::decided) {
    return !notice.due && notice.silence_rule.empty() && !s.claim.decisions.back().is_told[side];
  }
  if (!s.claim.window || !s.claim.window->is_open || s.claim.window->told[side]) return false;
  // What is promised is the end as the calendar has it; it is not shortened later.
  return notice.due == due(s.claim, s.calendar)->at &&
         (notice.silence_rule.empty() || (s.claim.window->window == Window::merchant &&
                                          notice.silence_rule == s.claim.filed.terms.silence_rule));
}

std::string_view words_of(const EventBody& body) {
  if (const auto* filed = std::get_if<ClaimFiled>(&body)) return filed->grounds;
  if (const auto* statement = std::get_if<StatementMade>(&body)) return statement->text;
  if (const auto* answer = std::get_if<MerchantAnswered>(&body)) return answer->text;
  if (const auto* reply = std::get_if<BuyerReplied>(&body)) return reply->text;
  if (const auto* view = std::get_if<FirstViewWritten>(&body)) return view->text;
  if (const auto* appeal = std::get_if<AppealFiled>(&body)) return appeal->grounds;
  if (const auto* answer = std::get_if<AppealAnswered>(&body)) return answer->text;
  return {};
}

bool is_said_in_words(const EventBody& body) {
  const bool is_first_view = std::holds_alternative<FirstViewWritten>(body);
  return written_characters(words_of(body)) >=
         (is_first_view ? first_view_characters_min : statement_characters_min);
}

ExhibitId exhibit_of(const EventBody& body) {
  if (const auto* added = std::get_if<ExhibitAdded>(&body)) return added->exhibit;
  if (const auto* examined = std::get_if<ExaminationRecorded>(&body)) return examined->exhibit;
  if (const auto* opened = std::get_if<ExhibitOpened>(&body)) return opened->exhibit;
  if (const auto* closed = std::get_if<ExhibitClosed>(&body)) return closed->exhibit;
  return no_id<ExhibitId>();
}

bool is_known(const Claim& claim, const ExhibitId& exhibit) {
  return std::find(claim.exhibits.begin(), claim.exhibits.end(), exhibit) != claim.exhibits.end();
}

bool is_every_exhibit_opened(const Situation& s) {
  const ReviewRecord* review = review_of(s.claim, s.event.actor.user);
  if (review == nullptr) return false;
  const std::chrono::milliseconds dwell_min(s.claim.filed.terms.dwell_ms_min);
  return std::all_of(s.claim.exhibits.begin(), s.claim.exhibits.end(), [&](const ExhibitId& id) {
    const auto viewing = review->viewings.find(id);
    if (viewing == review->viewings.end()) return false;
    auto dwell = viewing->second.dwell;
    if (viewing->second.open_since) dwell += s.time - *viewing->second.open_since;
    return dwell >= dwell_min;
  });
}

bool are_reasons_in_words(const DecisionMade& decision, bool is_by_person) {
  bool is_borne_out = false;
  for (const Reason& reason : decision.reasons) {
    const ReasonCode* code = find_reason_code(reason.code);
    if (code == nullptr) return false;
    if (is_by_person && written_characters(reason.text) < reason_characters_min) return false;
    is_borne_out =
        is_borne_out || (is_negative(decision) ? code->is_for_merchant : code->is_for_buyer);
  }
  return is_borne_out;
}

bool is_extra_time_given(const Claim& claim, const DecisionMade& decision) {
  if (!is_negative(decision) || claim.contradicted_by == 0) return true;
  return claim.window_ended_by[0] > claim.contradicted_by &&
         claim.window_ended_by[1] > claim.contradicted_by;
}

const RemedyOrder* order_of(const Claim& claim, Remedy remedy) {
  const auto found = std::find_if(claim.orders.begin(), claim.orders.end(),
                                  [&](const RemedyOrder& order) { return order.remedy == remedy; });
  return found == claim.orders.end() ? nullptr : &*found;
}

// Money is moved by the program on the payment's word; goods are confirmed by who receives them.
bool can_confirm(Remedy remedy, Role role) {
  switch (remedy) {
    case Remedy::refund:
    case Remedy::compensation: return role == Role::engine;
    case Remedy::goods_return: return role == Role::merchant;
    case Remedy::exchange: return role == Role::buyer;
    case Remedy::visit: return role == Role::buyer || role == Role::engine;
  }
  return false;
}

bool are_goods_back(const Claim& claim, Remedy remedy) {
  const RemedyOrder* goods_return = order_of(claim, Remedy::goods_return);
  if (goods_return == nullptr || goods_return->is_confirmed) return true;
  return remedy == Remedy::goods_return;
}

bool is_filing_whole(const ClaimFiled& filed) {
  return filed.amount > Money() && !filed.category.empty() && check_terms(filed.terms).has_value();
}

bool is_open_for_exhibit(Gate gate, const Situation& s) {
  if (gate == Gate::exhibit_is_known) return is_known(s.claim, exhibit_of(s.event.body));
  if (s.claim.exhibits.size() >= limits::claim_exhibits_max) return false;
  return !is_known(s.claim, exhibit_of(s.event.body));
}

const DecisionMade& decision_in(const Situation& s) {
  return std::get<DecisionMade>(s.event.body);
}

bool is_refund_only_small(const Situation& s) {
  return !is_refund_only(decision_in(s).remedies) ||
         decision_in(s).amount <= s.claim.filed.terms.refund_only_unreviewed_max;
}

bool is_open_for_remedy(Gate gate, const Situation& s) {
  const Remedy remedy = std::get<RemedyConfirmed>(s.event.body).remedy;
  const RemedyOrder* order = order_of(s.claim, remedy);
  if (gate == Gate::remedy_is_ordered) return order != nullptr && !order->is_confirmed;
  if (gate == Gate::confirms_it) return can_confirm(remedy, s.event.actor.role);
  return are_goods_back(s.claim, remedy);
}

bool is_untouched(const Situation& s) {
  const auto touch = s.claim.touched.find(s.event.actor.user);
  return touch == s.claim.touched.end() || touch->second >= s.claim.stage_began;
}

bool is_no_party(const Situation& s) {
  const UserId& user = s.event.actor.user;
  return !s.claim.parties.contains(user) && user != s.claim.filed.buyer;
}

bool is_first_view_written(const Situation& s) {
  const ReviewRecord* review = review_of(s.claim, s.event.actor.user);
  return review != nullptr && review->first_view.has_value();
}

bool took_its_time(const Situation& s) {
  const ReviewRecord* review = review_of(s.claim, s.event.actor.user);
  return review != nullptr &&
         s.time - review->taken_at >= std::chrono::seconds(s.claim.filed.terms.review_time_s_min);
}

bool are_items_named(const EvidenceRequested& request) {
  return !request.items.empty() &&
         std::none_of(request.items.begin(), request.items.end(),
                      [](const std::string& item) { return item.empty(); });
}

bool is_visit_outstanding(const Situation& s) {
  const auto& exhibit = std::get<VisitReported>(s.event.body).exhibit;
  return s.claim.visits_outstanding > 0 && !(exhibit && is_known(s.claim, *exhibit));
}

bool is_other_sides_offer(const Situation& s) {
  return s.claim.offer && s.claim.offer->by != static_cast<Party>(side_of(s.event.actor)) &&
         s.claim.offer->sequence == std::get<SettlementAccepted>(s.event.body).offer;
}

}  // namespace

bool is_open(Gate gate, const Situation& s) {
  const EventBody& body = s.event.body;
  const auto side = static_cast<Party>(side_of(s.event.actor));
  switch (gate) {
    case Gate::right_side: return is_right_side(s);
    case Gate::filing_is_whole: return is_filing_whole(std::get<ClaimFiled>(body));
    case Gate::not_a_party: return is_no_party(s);
    case Gate::untouched: return is_untouched(s);
    case Gate::not_held_already: return s.claim.holder != s.event.actor.user;
    case Gate::review_is_held: return s.claim.holder.has_value();
    case Gate::holds_review: return s.claim.holder == s.event.actor.user;
    case Gate::asked_side: return s.claim.window && s.claim.window->party == side;
    case Gate::other_side: return side != s.claim.appellant && !s.claim.is_appeal_answered;
    case Gate::in_time: return is_in_time(s);
    case Gate::time_is_over: return is_time_over(s);
    case Gate::notice_is_right: return is_notice_right(s);
    case Gate::said_in_words: return is_said_in_words(body);
    case Gate::items_named: return are_items_named(std::get<EvidenceRequested>(body));
    case Gate::exhibit_is_new:
    case Gate::exhibit_is_known: return is_open_for_exhibit(gate, s);
    case Gate::visit_is_outstanding: return is_visit_outstanding(s);
    case Gate::other_side_heard: return s.claim.is_appeal_answered;
    case Gate::every_exhibit_opened: return is_every_exhibit_opened(s);
    case Gate::first_view_once: return !is_first_view_written(s);
    case Gate::first_view_written: return is_first_view_written(s);
    case Gate::review_took_its_time: return took_its_time(s);
    case Gate::no_visit_outstanding: return s.claim.visits_outstanding == 0;
    case Gate::decision_is_whole: return is_whole(s.claim, decision_in(s));
    case Gate::reasons_in_words:
      return are_reasons_in_words(decision_in(s), s.event.actor.is_person());
    case Gate::extra_time_given: return is_extra_time_given(s.claim, decision_in(s));
    case Gate::person_for_refusal: return !is_negative(decision_in(s));
    case Gate::person_for_refund_only: return is_refund_only_small(s);
    case Gate::person_when_in_doubt:
      return s.claim.contradicted_by == 0 && !s.claim.asks_second_review;
    case Gate::offer_is_whole: {
      const auto& offer = std::get<SettlementOffered>(body);
      return is_within_claim(s.claim, offer.remedies, offer.amount);
    }
    case Gate::other_sides_offer: return is_other_sides_offer(s);
    case Gate::remedy_is_ordered:
    case Gate::confirms_it:
    case Gate::goods_are_back: return is_open_for_remedy(gate, s);
  }
  return false;
}

}  // namespace pixiu::cases
