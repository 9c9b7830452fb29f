#include "random_acts.h"

#include <map>

namespace pixiu::model {
namespace {

using Words = std::vector<std::string>;

const Words all_kinds{
    "claim_filed",         "exhibit_added",      "statement_made",  "examination_recorded",
    "policy_evaluated",    "evidence_requested", "evidence_given",  "merchant_asked",
    "merchant_answered",   "buyer_replied",      "notice_given",    "deadline_passed",
    "review_taken",        "review_released",    "exhibit_opened",  "exhibit_closed",
    "first_view_written",  "visit_ordered",      "visit_reported",  "decision_made",
    "appeal_filed",        "appeal_answered",    "claim_withdrawn", "settlement_offered",
    "settlement_accepted", "remedy_confirmed"};
const Words roles{"buyer",           "merchant", "reviewer",      "second_reviewer",
                  "appeal_reviewer", "auditor",  "administrator", "engine"};

// The kinds that move a claim on from each state, the likely ones named more than once.
const std::map<std::string, Words> sensible{
    {"not_filed", {"claim_filed"}},
    {"filed",
     {"exhibit_added", "exhibit_added", "examination_recorded", "policy_evaluated",
      "merchant_asked", "merchant_asked", "evidence_requested"}},
    {"evidence_requested",
     {"evidence_given", "evidence_given", "deadline_passed", "exhibit_added", "notice_given",
      "examination_recorded"}},
    {"merchant_window",
     {"merchant_answered", "notice_given", "notice_given", "notice_given", "deadline_passed",
      "exhibit_added", "examination_recorded"}},
    {"buyer_reply", {"buyer_replied", "deadline_passed", "exhibit_added", "examination_recorded"}},
    {"under_review",
     {"review_taken", "exhibit_opened", "exhibit_opened", "exhibit_closed", "first_view_written",
      "first_view_written", "decision_made", "decision_made", "decision_made", "evidence_requested",
      "visit_ordered", "visit_reported", "visit_reported", "examination_recorded"}},
    {"decided", {"notice_given", "notice_given", "notice_given", "examination_recorded"}},
    {"appeal_window", {"appeal_filed", "appeal_filed", "deadline_passed", "exhibit_added"}},
    {"closed", {"remedy_confirmed"}},
    {"settled", {"remedy_confirmed"}},
};

const Words& sensible_in(const std::string& state) {
  static const Words reviewing = [] {
    Words words = sensible.at("under_review");
    for (const char* more : {"appeal_answered", "appeal_answered", "deadline_passed"}) {
      words.emplace_back(more);
    }
    return words;
  }();
  if (state == "second_review" || state == "appeal_review") return reviewing;
  const auto found = sensible.find(state);
  return found == sensible.end() ? all_kinds : found->second;
}

bool is_one_of(const std::string& kind, const Words& kinds) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

std::string reviewing_role(const std::string& state) {
  if (state == "second_review") return "second_reviewer";
  return state == "appeal_review" ? "appeal_reviewer" : "reviewer";
}

std::string usual_role(Dice& dice, const ReferenceClaim& claim, const std::string& kind) {
  if (is_one_of(kind, {"examination_recorded", "policy_evaluated", "merchant_asked", "notice_given",
                       "deadline_passed", "visit_reported"})) {
    return "engine";
  }
  if (is_one_of(kind, {"claim_filed", "buyer_replied", "claim_withdrawn"})) return "buyer";
  if (kind == "merchant_answered") return "merchant";
  if (kind == "evidence_requested" && claim.state == "filed") return "engine";
  if (kind == "decision_made" && dice.in_a_hundred(10)) return "engine";
  if (kind == "remedy_confirmed") return dice.one_of<std::string>({"buyer", "merchant", "engine"});
  if (is_one_of(kind, {"exhibit_added", "statement_made", "evidence_given", "appeal_filed",
                       "appeal_answered", "settlement_offered", "settlement_accepted"})) {
    return dice.in_a_hundred(50) ? "buyer" : "merchant";
  }
  return reviewing_role(claim.state);
}

int usual_user(Dice& dice, const ReferenceClaim& claim, const std::string& role) {
  if (role == "buyer") return 0;
  if (role == "merchant") return dice.in_a_hundred(80) ? 1 : 9;
  if (role == "engine") return 8;
  if (role == "administrator") return 6;
  if (claim.holder >= 0 && dice.in_a_hundred(85)) return claim.holder;
  return 2 + dice.below(4);
}

void fill_decision(Dice& dice, const ReferenceClaim& claim, Act& act) {
  act.word = dice.one_of<std::string>({"approve", "approve", "partial", "refuse", "refuse"});
  if (act.word == "approve") {
    const ReferenceClaim::Grant all = claim.everything();
    act.remedies = all.remedies;
    act.amount = all.amount;
  } else if (act.word == "partial") {
    act.remedies = {"refund"};
    act.amount = claim.price / 2;
  }
  if (dice.in_a_hundred(5)) act.amount += 1;
  if (dice.in_a_hundred(5)) act.remedies.insert("visit");
}

void fill(Dice& dice, const ReferenceClaim& claim, Act& act) {
  act.exhibit = dice.below(3) + 1;
  act.party = dice.below(2);
  act.is_yes = dice.in_a_hundred(25);
  act.has_words = !dice.in_a_hundred(4);
  act.of = act.kind == "settlement_accepted" ? claim.offer_at : claim.waiting.since_version;
  if (dice.in_a_hundred(4)) act.of += 1;
  if (act.kind == "claim_filed") {
    act.word = dice.one_of<std::string>(
        {"refund_only", "return_and_refund", "exchange", "repair", "compensation"});
    act.amount = dice.in_a_hundred(50) ? 1 + dice.below(5000) : dice.below(100'000);
  } else if (act.kind == "examination_recorded") {
    act.word = dice.one_of<std::string>({"clear", "review", "contradicted", "not_assessed"});
  } else if (act.kind == "first_view_written") {
    act.word = dice.one_of<std::string>({"for_buyer", "for_merchant", "unsure", "unsure"});
  } else if (act.kind == "remedy_confirmed") {
    act.word = dice.one_of<std::string>({"refund", "return", "exchange", "visit", "compensation"});
  } else if (act.kind == "decision_made") {
    fill_decision(dice, claim, act);
  } else if (act.kind == "settlement_offered") {
    act.remedies = {dice.one_of<std::string>({"refund", "compensation", "visit"})};
    act.amount = act.remedies.contains("visit") ? 0 : dice.below(static_cast<int>(claim.price) + 2);
  } else if (act.kind == "notice_given" && claim.state != "decided") {
    act.due = dice.in_a_hundred(95) ? claim.due() : claim.due() + 1;
    if (dice.in_a_hundred(70)) act.rule = claim.rule;
  }
}

}  // namespace

Act random_act(Dice& dice, const ReferenceClaim& claim) {
  Act act;
  act.kind = dice.one_of(dice.in_a_hundred(80) ? sensible_in(claim.state) : all_kinds);
  act.role = dice.in_a_hundred(95) ? usual_role(dice, claim, act.kind) : dice.one_of(roles);
  act.user = dice.in_a_hundred(95) ? usual_user(dice, claim, act.role) : dice.below(people_count);
  act.id = dice.next();
  if (dice.in_a_hundred(20)) {
    act.expected_version =
        static_cast<std::int64_t>(claim.version) - (dice.in_a_hundred(20) ? 1 : 0);
  }
  fill(dice, claim, act);
  return act;
}

std::int64_t random_step(Dice& dice, const ReferenceClaim& claim, std::int64_t now) {
  const int way = dice.below(100);
  const std::int64_t left = claim.due() - now;
  if (way < 10 && claim.due() >= 0) return left - 1 + dice.below(2);  // at the very end
  if (way < 15) return -dice.below(1000) * hour / 10;                 // the clock steps back
  if (way < 18) return dice.below(1000) * hour / 10;
  if (way < 22) return claim.dwell_min - 1 + dice.below(2);
  if (way < 26 && claim.holder >= 0) {  // to where the shortest review ends
    return claim.looks.at(claim.holder).since + claim.slowest - now - 1 + dice.below(2);
  }
  return way < 60 ? dice.below(5'000) : dice.below(100'000);
}

}  // namespace pixiu::model
