#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

// A claim as docs/methods/claim_states.md describes it, told a second time, in other words and with
// nothing of src/cases: what the model test holds the real one to. Times are milliseconds, people
// and exhibits are numbers.
namespace pixiu::model {

constexpr std::int64_t hour = 3'600'000;

// Something that somebody tries. Which members count depends on `kind`.
struct Act {
  std::string kind;
  std::uint64_t id = 0;
  int user = 0;
  std::string role;
  std::int64_t expected_version = -1;  // none
  int exhibit = 0;
  std::string word;     // a band, a leaning, a verdict, a claim kind, a remedy
  int party = 0;        // 0 the buyer, 1 the merchant
  bool is_yes = false;  // accepts; asks for a second review; a visit found something
  bool has_words = true;
  std::int64_t due = -1;  // of a notice; none
  std::string rule;       // that a notice names
  std::uint64_t of = 0;   // the window or the offer meant
  std::set<std::string> remedies;
  std::int64_t amount = 0;
};

struct ReferenceClaim {
  // What the tenant chose.
  std::int64_t party_time = 48 * hour, extra = 24 * hour, review_time = 24 * hour;
  std::int64_t appeal_time = 72 * hour, slowest = 60'000, dwell_min = 2000, unreviewed_max = 5000;
  std::string rule;

  std::string state = "not_filed", asked_for, first_instance;
  std::uint64_t version = 0, contradicted = 0, stage = 0, offer_at = 0;
  std::int64_t time = 0, price = 0, held = 0, to_buyer = 0, to_merchant = 0;
  std::set<std::uint64_t> seen;
  std::map<int, std::string> bands;        // by exhibit; "" before its examination
  std::map<int, std::uint64_t> first_act;  // of each person
  std::set<int> parties, reviewed;
  struct Look {
    std::int64_t since = 0;
    std::map<int, std::int64_t> seen_ms, open_at;
    std::string leaning;
  };
  std::map<int, Look> looks;
  int holder = -1, visits = 0, asked = 0, appellant = -1, offered_by = -1;
  bool wants_second = false, answered = false, is_appeal = false;
  struct Waiting {
    std::string what;  // "" when nothing is waited for
    int whom = -1;
    std::uint64_t since_version = 0;
    std::int64_t since = 0, told[2] = {-1, -1};
    std::string told_rule[2];
  } waiting;
  std::uint64_t had_time[2] = {0, 0};
  struct Grant {
    std::string verdict;
    std::set<std::string> remedies;
    std::int64_t amount = 0;
    bool operator==(const Grant&) const = default;
  };
  std::vector<Grant> opinions;
  Grant decision, offered;
  bool told_decision[2] = {false, false};
  std::map<std::string, std::int64_t> orders;  // not yet carried out

  Grant everything() const {
    if (asked_for == "exchange") return {"approve", {"return", "exchange"}, 0};
    if (asked_for == "repair") return {"approve", {"visit"}, 0};
    if (asked_for == "compensation") return {"approve", {"compensation"}, price};
    if (asked_for == "refund_only") return {"approve", {"refund"}, price};
    return {"approve", {"return", "refund"}, price};
  }
  std::int64_t due() const {
    if (waiting.what.empty()) return -1;
    std::int64_t end = waiting.since + party_time + (contradicted != 0 ? extra : 0);
    if (waiting.what == "review") end = waiting.since + review_time;
    if (waiting.what == "appeal") end = waiting.since + appeal_time;
    return std::max({end, waiting.told[0], waiting.told[1]});
  }
  bool is_over() const { return state == "closed" || state == "settled" || state == "withdrawn"; }
  bool is_reviewed_by(const std::string& role) const {
    return (state == "under_review" && role == "reviewer") ||
           (state == "second_review" && role == "second_reviewer") ||
           (state == "appeal_review" && role == "appeal_reviewer");
  }
  bool pays(const Grant& g) const {
    return g.remedies.contains("refund") || g.remedies.contains("compensation");
  }
  bool is_possible(const Grant& g) const {
    if (g.remedies.empty()) return false;
    if (g.remedies.contains("refund") && g.remedies.contains("compensation")) return false;
    return pays(g) ? g.amount > 0 && g.amount <= price : g.amount == 0;
  }
  std::string worst_band() const {
    std::string worst;
    for (const auto& [exhibit, band] : bands) {
      if (band == "contradicted" || worst == "contradicted")
        worst = "contradicted";
      else if (band == "review" || worst == "review")
        worst = "review";
      else if (band == "clear")
        worst = "clear";
    }
    return worst;
  }
  bool silence_pays() const {
    const Grant all = everything();
    const bool is_alone = pays(all) && !all.remedies.contains("return");
    return !rule.empty() && contradicted == 0 && !wants_second && waiting.told[0] >= 0 &&
           waiting.told[1] >= 0 && waiting.told_rule[0] == rule && waiting.told_rule[1] == rule &&
           (!is_alone || price <= unreviewed_max);
  }

  // --- what is allowed ---------------------------------------------------------------------------

  bool is_rightful(const Act& a) const {
    if (a.role == "buyer") return a.user == 0;
    return a.role != "merchant" || (a.user != 0 && !reviewed.contains(a.user));
  }
  bool is_early_enough(std::int64_t now) const {
    if (waiting.what.empty()) return state == "filed";
    return waiting.what != "review" && now < due();
  }
  bool has_seen_all(int user, std::int64_t now) const {
    const auto look = looks.find(user);
    if (look == looks.end()) return false;
    for (const auto& [exhibit, band] : bands) {
      std::int64_t ms = 0;
      if (const auto s = look->second.seen_ms.find(exhibit); s != look->second.seen_ms.end())
        ms = s->second;
      if (const auto o = look->second.open_at.find(exhibit); o != look->second.open_at.end())
        ms += now - o->second;
      if (ms < dwell_min) return false;
    }
    return true;
  }
  bool may_decide(const Act& a, std::int64_t now) const {
    const Grant g{a.word, a.remedies, a.amount};
    Grant all = everything();
    const bool fits_all = g.remedies == all.remedies && g.amount == all.amount;
    if (a.word == "refuse" && (!g.remedies.empty() || g.amount != 0)) return false;
    if (a.word == "approve" && !fits_all) return false;
    if (a.word == "partial" && (!is_possible(g) || fits_all)) return false;
    if (!a.has_words || visits > 0) return false;
    if (a.role == "engine") {
      const bool is_alone = pays(g) && !g.remedies.contains("return");
      return state == "under_review" && a.word == "approve" && contradicted == 0 && !wants_second &&
             !(is_alone && g.amount > unreviewed_max);
    }
    if (!is_reviewed_by(a.role) || holder != a.user || !has_seen_all(a.user, now)) return false;
    const Look& look = looks.at(a.user);
    if (look.leaning.empty() || now - look.since < slowest) return false;
    if (a.word != "approve" && contradicted != 0 &&
        (had_time[0] <= contradicted || had_time[1] <= contradicted)) {
      return false;
    }
    return state != "appeal_review" || answered;
  }
  bool is_party(const Act& a) const { return a.role == "buyer" || a.role == "merchant"; }
  bool is_allowed(const Act& a, std::int64_t now) const;
  bool may_act_later(const Act& a, std::int64_t now) const;
  void perform(const Act& a);
  void review(const Act& a);
  void give_opinion(const Act& a);
  void pass();
  void resume();
  void let_go();
  void wait(const std::string& next, const std::string& what, int whom);
  void decide(const Grant& g);
  void pay_out(const Grant& g);

  // Tries it at `now`; whether it happened, or had happened before.
  bool tries(const Act& a, std::int64_t now) {
    if (seen.contains(a.id)) return true;
    if (a.expected_version >= 0 && a.expected_version != static_cast<std::int64_t>(version)) {
      return false;
    }
    if (!is_allowed(a, std::max(now, time))) return false;
    time = std::max(now, time);
    ++version;
    seen.insert(a.id);
    if (a.role != "engine") first_act.emplace(a.user, version);
    if (is_party(a)) parties.insert(a.user);
    perform(a);
    return true;
  }
};

}  // namespace pixiu::model
