#include "law/grading.h"

#include <algorithm>

namespace pixiu::law {
namespace {

using std::chrono::months;
using std::chrono::years;

constexpr std::size_t acts_max = 1000;
constexpr Date new_public_security_law{std::chrono::year(2026) / 1 / 1};

// The same day so many months later; the month's last day when there is no such day.
Date later(Date day, months count) {
  const Date moved = day + count;
  return moved.ok() ? moved : Date(moved.year() / moved.month() / std::chrono::last);
}

Result<Money> sum(const std::vector<AllegedAct>& acts, bool (*counts)(const AllegedAct&)) {
  Money total;
  for (const AllegedAct& act : acts) {
    if (!counts(act)) continue;
    const Result<Money> more = total.plus(act.amount);
    if (!more) return more.error();
    total = *more;
  }
  return total;
}

class Grader {
 public:
  Grader(const Question& question, const Statutes& statutes)
      : question_(question), statutes_(statutes) {}

  Result<GradingAid> grade() {
    aid_.condition = {
        "A possible basis only, if it is proved that the evidence was false and that it was meant "
        "to "
        "obtain what was not owed. Police, prosecutors and courts decide.",
        "仅为可能的法律依据：须证明证据虚假且以非法占有为目的。是否成立由公安、检察机关和法院认定"
        "。"};
    const Status sums = add_up();
    if (!sums) return sums.error();
    add_civil();
    add_public_security();
    add_criminal();
    return std::move(aid_);
  }

 private:
  Status add_up() {
    const auto obtained = sum(question_.acts, [](const AllegedAct& a) { return a.is_obtained; });
    const auto asked_for = sum(question_.acts, [](const AllegedAct&) { return true; });
    if (!obtained) return obtained.error();
    if (!asked_for) return asked_for.error();
    aid_.obtained = *obtained;
    aid_.asked_for = *asked_for;
    std::vector<AllegedAct> recent = question_.acts;
    std::erase_if(recent, [&](const AllegedAct& act) {
      return act.is_dealt_with || later(act.day, years(2)) < question_.today;
    });
    const auto two_years = sum(recent, [](const AllegedAct& a) { return a.is_obtained; });
    if (!two_years) return two_years.error();
    aid_.last_two_years = *two_years;
    recent_count_ = static_cast<std::size_t>(std::count_if(
        recent.begin(), recent.end(), [](const AllegedAct& a) { return a.is_obtained; }));
    return {};
  }

  void add(const std::string& id, Text meaning, Money amount, std::optional<Date> limit) {
    const Statute* statute = statutes_.find(id);
    if (statute == nullptr) return;
    PossibleBasis basis;
    basis.statute = id;
    basis.branch = statute->branch;
    basis.meaning = std::move(meaning);
    basis.amount = amount;
    basis.time_limit = limit;
    basis.is_time_over = limit && *limit < question_.today;
    basis.is_confirmed = statute->is_confirmed;
    aid_.bases.push_back(std::move(basis));
  }

  void add_civil() {
    if (aid_.obtained == Money()) return;
    const Date first_act =
        std::min_element(question_.acts.begin(), question_.acts.end(),
                         [](const AllegedAct& a, const AllegedAct& b) { return a.day < b.day; })
            ->day;
    std::optional<Date> rescission;
    std::optional<Date> limitation;
    if (question_.known_since) {
      // One year from knowledge (article 152), five from the act at the latest.
      rescission = std::min(later(*question_.known_since, years(1)), later(first_act, years(5)));
      limitation = later(*question_.known_since, years(3));
    }
    add("civil_code_148",
        {"The refund may be rescinded by a court or arbitration; one year from learning of it, "
         "five "
         "from the act.",
         "可请求法院或仲裁机构撤销；自知道之日起一年内，最长自行为之日起五年。"},
        aid_.obtained, rescission);
    add("civil_code_157",
        {"What was received is given back, and damage is made good.",
         "撤销后应当返还财产并赔偿损失。"},
        aid_.obtained, limitation);
  }

  // Each act by the law of its own day; the time runs from the last act of a series.
  void add_public_security() {
    for (const bool is_new : {false, true}) {
      std::optional<Date> last;
      Money amount;
      for (const AllegedAct& act : question_.acts) {
        if (act.is_dealt_with || (act.day >= new_public_security_law) != is_new) continue;
        last = std::max(last.value_or(act.day), act.day);
        amount = std::max(amount, act.amount);
      }
      if (!last) continue;
      const Text meaning =
          is_new ? Text{"Public security: 5 to 10 days or a fine up to 2,000 yuan; if graver 10 to "
                        "15 days and possibly a fine up to 3,000. Not after six months "
                        "undiscovered.",
                        "治安管理处罚：五日以上十日以下拘留或者二千元以下罚款；情节较重的，十日以上十五"
                        "日以下拘留，可并处三千元以下罚款。六个月内未被发现的不再处罚。"}
                 : Text{"Public security, law of 2012: 5 to 10 days and possibly a fine up to 500 "
                        "yuan; if graver 10 to 15 days, up to 1,000. Not after six months "
                        "undiscovered.",
                        "治安管理处罚（2012年法）：五日以上十日以下拘留，可并处五百元以下罚款；情节较重"
                        "的，十日以上十五日以下拘留，可并处一千元以下罚款。六个月内未被发现的不再处罚。"};
      add(is_new ? "public_security_2025_58" : "public_security_2012_49", meaning, amount,
          later(*last, months(6)));
    }
    const Date consumer_regulation{std::chrono::year(2024) / 7 / 1};
    const bool is_since_2024 =
        std::any_of(question_.acts.begin(), question_.acts.end(),
                    [&](const AllegedAct& act) { return act.day >= consumer_regulation; });
    if (is_since_2024) {
      add("consumer_regulation_49",
          {"Compensation obtained by switched or made-up evidence is left to public security and "
           "criminal law.",
           "以夹带、掉包、造假、捏造事实等方式取得赔偿的，依照治安管理处罚法等处理。"},
          aid_.obtained, std::nullopt);
    }
  }

  void add_criminal() {
    const Amounts& amounts = statutes_.amounts();
    Money largest;
    for (const AllegedAct& act : question_.acts) {
      if (act.is_obtained && !act.is_dealt_with) largest = std::max(largest, act.amount);
    }
    if (largest >= amounts.large_from) {
      add("criminal_law_266", tier_of(largest), largest, std::nullopt);
      add("interpretation_2011_1",
          {"Provinces fix their own figure between the two ends of each range.",
           "具体数额标准由各省在幅度内确定。"},
          largest, std::nullopt);
    }
    if (recent_count_ > 1 && largest < aid_.last_two_years &&
        aid_.last_two_years >= amounts.large_from) {
      add("opinion_2016",
          {"Several acts of two years that nobody has dealt with may be added up, under this "
           "opinion "
           "on telecommunication networks alone; whether it applies the police decide.",
           "二年内多次实施未经处理的，可能累计数额，仅限该电信网络案件意见；是否适用由公安机关认定"
           "。"},
          aid_.last_two_years, std::nullopt);
    }
    const Money at_stake = aid_.asked_for;
    if (aid_.obtained == Money() && at_stake >= amounts.huge_from) {
      add("interpretation_2011_5",
          {"What was only attempted counts when it aimed at a huge amount.",
           "未遂的，以数额巨大的财物为目标时才可能追究。"},
          at_stake, std::nullopt);
    }
    if (largest > Money() && largest < amounts.large_from) {
      aid_.notes.push_back({"No single amount reaches the lowest figure of the criminal law.",
                            "单次数额均未达到刑事立案的最低数额。"});
    } else if (largest >= amounts.large_from && largest < amounts.large_until) {
      aid_.notes.push_back({"Between 3,000 and 10,000 yuan it depends on the province.",
                            "三千元至一万元之间，以当地标准为准。"});
    }
  }

  Text tier_of(Money amount) const {
    const Amounts& amounts = statutes_.amounts();
    if (amount >= amounts.outstanding_from) {
      return {"The range of outstanding amounts: ten years or more.",
              "可能属于“数额特别巨大”：十年以上有期徒刑或者无期徒刑。"};
    }
    if (amount >= amounts.huge_from) {
      return {"The range of huge amounts, as the province has it: three to ten years.",
              "可能属于“数额巨大”（以当地标准为准）：三年以上十年以下有期徒刑。"};
    }
    return {"The range of large amounts, as the province has it: up to three years.",
            "可能属于“数额较大”（以当地标准为准）：三年以下有期徒刑、拘役或者管制。"};
  }

  const Question& question_;
  const Statutes& statutes_;
  GradingAid aid_;
  std::size_t recent_count_ = 0;
};

}  // namespace

Result<GradingAid> grade(const Question& question, const Statutes& statutes) {
  if (question.acts.empty()) return Error{ErrorCode::invalid_input, "there is no act to look at"};
  if (question.acts.size() > acts_max) return Error{ErrorCode::limit_exceeded, "over 1000 acts"};
  for (const AllegedAct& act : question.acts) {
    if (act.amount < Money() || !act.day.ok() || act.day > question.today) {
      return Error{ErrorCode::invalid_input,
                   "an act has a day, today or before, and an amount of zero or more"};
    }
  }
  return Grader(question, statutes).grade();
}

}  // namespace pixiu::law
