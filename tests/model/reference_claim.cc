#include "reference_claim.h"

namespace pixiu::model {
namespace {

using Names = std::set<std::string>;
const Names before_decision{"filed",       "evidence_requested", "merchant_window",
                            "buyer_reply", "under_review",       "second_review"};
const Names reviews{"under_review", "second_review", "appeal_review"};

}  // namespace

bool ReferenceClaim::is_allowed(const Act& a, std::int64_t now) const {
  const std::string& k = a.kind;
  const bool is_program = a.role == "engine";
  const bool holds = is_reviewed_by(a.role) && holder == a.user;
  if (k == "claim_filed") {
    return state == "not_filed" && (is_program || (a.role == "buyer" && a.user == 0)) &&
           a.amount > 0 && a.has_words;
  }
  if (state == "not_filed") return false;
  if (k == "exhibit_added" || k == "statement_made") {
    if (!is_party(a) || reviews.contains(state) != (state == "appeal_review")) return false;
    if (state == "decided" || is_over() || !is_rightful(a) || !is_early_enough(now)) return false;
    return k == "statement_made" ? a.has_words : !bands.contains(a.exhibit);
  }
  if (k == "examination_recorded") return is_program && !is_over() && bands.contains(a.exhibit);
  if (k == "policy_evaluated") return is_program && !is_over();
  if (k == "evidence_requested") {
    if (is_program) return state == "filed" && a.has_words;
    return holds && a.has_words && (state != "appeal_review" || answered);
  }
  if (k == "merchant_asked") return is_program && state == "filed";
  if (k == "evidence_given") {
    return state == "evidence_requested" && is_party(a) && is_rightful(a) && is_early_enough(now) &&
           asked == (a.role == "buyer" ? 0 : 1);
  }
  if (k == "merchant_answered") {
    return state == "merchant_window" && a.role == "merchant" && is_rightful(a) &&
           is_early_enough(now) && (a.is_yes || a.has_words);
  }
  if (k == "buyer_replied") {
    return state == "buyer_reply" && a.role == "buyer" && is_rightful(a) && is_early_enough(now) &&
           a.has_words;
  }
  if (k == "notice_given") {
    if (!is_program) return false;
    if (state == "decided") return a.due < 0 && a.rule.empty() && !told_decision[a.party];
    if (waiting.what.empty() || waiting.told[a.party] >= 0 || a.due != due()) return false;
    if (state == "under_review" || state == "second_review") return false;
    return a.rule.empty() || (waiting.what == "merchant" && a.rule == rule);
  }
  return may_act_later(a, now);
}

// The second half of the same list.
bool ReferenceClaim::may_act_later(const Act& a, std::int64_t now) const {
  const std::string& k = a.kind;
  const bool is_program = a.role == "engine";
  const bool holds = is_reviewed_by(a.role) && holder == a.user;
  if (k == "deadline_passed") {
    return is_program && !waiting.what.empty() && waiting.since_version == a.of && now >= due();
  }
  if (k == "review_taken") {
    if (!is_reviewed_by(a.role) || parties.contains(a.user) || a.user == 0) return false;
    if (holder == a.user) return false;
    const auto touch = first_act.find(a.user);
    return state == "under_review" || touch == first_act.end() || touch->second >= stage;
  }
  if (k == "review_released") {
    return holds || (a.role == "administrator" && reviews.contains(state) && holder >= 0);
  }
  if (k == "exhibit_opened" || k == "exhibit_closed") return holds && bands.contains(a.exhibit);
  if (k == "first_view_written") {
    return holds && a.has_words && has_seen_all(a.user, now) && looks.at(a.user).leaning.empty();
  }
  if (k == "visit_ordered") return holds;
  if (k == "visit_reported") {
    return is_program && visits > 0 && (reviews.contains(state) || state == "evidence_requested") &&
           !(a.is_yes && bands.contains(a.exhibit));
  }
  if (k == "decision_made") return may_decide(a, now);
  if (k == "appeal_filed") {
    return state == "appeal_window" && is_party(a) && is_rightful(a) && is_early_enough(now) &&
           a.has_words;
  }
  if (k == "appeal_answered") {
    return state == "appeal_review" && is_party(a) && is_rightful(a) && !answered && a.has_words &&
           is_early_enough(now) && appellant != (a.role == "buyer" ? 0 : 1);
  }
  if (k == "claim_withdrawn")
    return a.role == "buyer" && a.user == 0 && before_decision.contains(state);
  if (k == "settlement_offered") {
    return is_party(a) && is_rightful(a) && !is_over() && state != "decided" &&
           is_possible({"", a.remedies, a.amount});
  }
  if (k == "settlement_accepted") {
    return is_party(a) && is_rightful(a) && !is_over() && state != "decided" && offered_by >= 0 &&
           offered_by != (a.role == "buyer" ? 0 : 1) && a.of == offer_at;
  }
  if (k == "remedy_confirmed") {
    if ((state != "closed" && state != "settled") || !orders.contains(a.word)) return false;
    if (!is_rightful(a)) return false;
    if (a.word != "return" && orders.contains("return")) return false;
    if (a.word == "return") return a.role == "merchant";
    if (a.word == "exchange") return a.role == "buyer";
    return is_program || (a.word == "visit" && a.role == "buyer");
  }
  return false;
}

void ReferenceClaim::wait(const std::string& next, const std::string& what, int whom) {
  if (!waiting.what.empty() && waiting.whom >= 0) had_time[waiting.whom] = version;
  state = next;
  waiting = {};
  if (what.empty()) return;
  waiting.what = what;
  waiting.whom = whom;
  waiting.since_version = version;
  waiting.since = time;
}

void ReferenceClaim::pay_out(const Grant& g) {
  for (const std::string& remedy : g.remedies) {
    orders[remedy] = remedy == "refund" || remedy == "compensation" ? g.amount : 0;
  }
  to_merchant = price - g.amount;
  held = g.amount;
}

void ReferenceClaim::decide(const Grant& g) {
  decision = g;
  told_decision[0] = told_decision[1] = false;
  wait("decided", "", -1);
}

void ReferenceClaim::perform(const Act& a) {
  const std::string& k = a.kind;
  if (k == "claim_filed") {
    price = held = a.amount;
    asked_for = a.word;
    state = "filed";
  } else if (k == "exhibit_added") {
    bands.emplace(a.exhibit, "");
  } else if (k == "examination_recorded") {
    bands[a.exhibit] = a.word;
    if (a.word == "contradicted" && contradicted == 0) contradicted = version;
  } else if (k == "policy_evaluated") {
    wants_second = wants_second || a.is_yes;
  } else if (k == "evidence_requested") {
    first_instance = state == "filed" ? "" : state;
    asked = a.party;
    wait("evidence_requested", "evidence", a.party);
  } else if (k == "merchant_asked") {
    wait("merchant_window", "merchant", 1);
  } else if (k == "evidence_given") {
    resume();
  } else if (k == "merchant_answered" && a.is_yes) {
    wait("settled", "", -1);
    pay_out(everything());
  } else if (k == "merchant_answered") {
    wait("buyer_reply", "reply", 0);
  } else if (k == "buyer_replied") {
    wait("under_review", "review", -1);
  } else if (k == "notice_given" && state == "decided") {
    told_decision[a.party] = true;
    if (!told_decision[1 - a.party]) return;
    if (!is_appeal) return wait("appeal_window", "appeal", -1);
    wait("closed", "", -1);
    pay_out(decision);
  } else if (k == "notice_given") {
    waiting.told[a.party] = a.due;
    waiting.told_rule[a.party] = a.rule;
  } else if (k == "deadline_passed") {
    pass();
  } else if (k == "decision_made") {
    give_opinion(a);
  } else if (k == "appeal_filed") {
    is_appeal = true;
    appellant = a.role == "buyer" ? 0 : 1;
    stage = version + 1;
    holder = -1;
    wait("appeal_review", "appeal_answer", 1 - appellant);
  } else if (k == "appeal_answered") {
    answered = true;
    wait("appeal_review", "review", -1);
  } else if (k == "claim_withdrawn") {
    wait("withdrawn", "", -1);
    pay_out({});
  } else if (k == "settlement_offered") {
    offered = {"", a.remedies, a.amount};
    offered_by = a.role == "buyer" ? 0 : 1;
    offer_at = version;
  } else if (k == "settlement_accepted") {
    wait("settled", "", -1);
    pay_out(offered);
  } else if (k == "remedy_confirmed") {
    held -= orders[a.word];
    to_buyer += orders[a.word];
    orders.erase(a.word);
  } else {
    review(a);
  }
}

void ReferenceClaim::resume() {
  if (first_instance.empty()) return wait("merchant_window", "merchant", 1);
  wait(first_instance, "review", -1);
}

void ReferenceClaim::pass() {
  const std::string passed = waiting.what;
  if (passed == "evidence") return resume();
  if (passed == "merchant" && silence_pays()) return decide(everything());
  if (passed == "merchant" && contradicted != 0) return wait("buyer_reply", "reply", 0);
  if (passed == "merchant" || passed == "reply") return wait("under_review", "review", -1);
  if (passed == "review") return void(waiting = {});
  answered = answered || passed == "appeal_answer";
  if (passed == "appeal_answer") return wait("appeal_review", "review", -1);
  wait("closed", "", -1);
  pay_out(decision);
}

void ReferenceClaim::let_go() {
  if (holder >= 0) looks[holder].open_at.clear();
  holder = -1;
}

void ReferenceClaim::review(const Act& a) {
  const std::string& k = a.kind;
  if (k == "review_taken") {
    let_go();
    holder = a.user;
    reviewed.insert(a.user);
    looks[a.user].since = time;
  } else if (k == "review_released") {
    let_go();
  } else if (k == "exhibit_opened") {
    looks[a.user].open_at.emplace(a.exhibit, time);
  } else if (k == "exhibit_closed") {
    Look& look = looks[a.user];
    const auto opened = look.open_at.find(a.exhibit);
    if (opened == look.open_at.end()) return;
    look.seen_ms[a.exhibit] += time - opened->second;
    look.open_at.erase(opened);
  } else if (k == "first_view_written") {
    looks[a.user].leaning = a.word;
  } else if (k == "visit_ordered") {
    ++visits;
  } else if (k == "visit_reported") {
    --visits;
    if (a.is_yes) bands.emplace(a.exhibit, "");
  }
}

void ReferenceClaim::give_opinion(const Act& a) {
  const Grant g{a.word, a.remedies, a.amount};
  const std::string leaning = a.role == "engine" ? "" : looks[a.user].leaning;
  holder = -1;
  const std::string band = worst_band();
  const bool is_doubtful = (leaning == "for_buyer" && a.word == "refuse") ||
                           (leaning == "for_merchant" && a.word == "approve") ||
                           (band == "contradicted" && a.word == "approve") ||
                           (band == "clear" && a.word == "refuse");
  const bool is_first = state == "under_review" && a.role == "reviewer";
  const bool differs = state == "second_review" && opinions.size() == 1 && opinions[0] != g;
  if (state != "appeal_review") opinions.push_back(g);
  if ((is_first && (wants_second || is_doubtful)) || differs) {
    stage = version + 1;
    return wait("second_review", "review", -1);
  }
  decide(g);
}

}  // namespace pixiu::model
