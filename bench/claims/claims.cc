// A year of claims as a service without memory would handle them: each command reads the claim's
// events, folds them, decides and appends. People answer in random times, or not at all, so that
// deadlines pass. Ends with status 1 when a claim is left open or its money does not add up.
#include "base/testing.h"
#include "cases/decide.h"
#include "cases/event_json.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <iostream>
#include <map>
#include <queue>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace pixiu;
using namespace pixiu::cases;
using std::chrono::milliseconds;

class Year {
 public:
  explicit Year(std::size_t claim_count) : claims_(claim_count) {
    for (int i = 0; i < 40; ++i) users_.push_back(UserId::make(clock_, entropy_));
    terms_.refund_only_unreviewed_max = Money::from_fen(5000);
    for (std::size_t i = 0; i < claim_count; ++i) {
      claims_[i].id = ClaimId::make(clock_, entropy_);
      wakes_.push({start_ + milliseconds(random(365LL * 24 * 3'600'000)), i});
    }
  }

  void run() {
    while (!wakes_.empty()) {
      const Wake wake = wakes_.top();
      wakes_.pop();
      now_ = std::max(now_, wake.time);
      take_turn(wake.claim);
    }
  }

  std::size_t commands = 0;
  std::size_t refused = 0;
  std::size_t events = 0;
  std::vector<double> command_us;
  std::map<std::string, int> ended;

  bool check() {
    bool is_right = true;
    for (const Told& told : claims_) {
      const Claim claim = fold(told.events).value();
      ++ended[std::string(name_of(claim.state))];
      const std::int64_t sum =
          claim.ledger.held.fen() + claim.ledger.to_buyer.fen() + claim.ledger.to_merchant.fen();
      is_right = is_right && claim.is_final() && sum == claim.filed.amount.fen();
    }
    return is_right;
  }

 private:
  struct Told {
    ClaimId id = no_id<ClaimId>();
    std::vector<ClaimEvent> events;
  };
  struct Wake {
    Timestamp time;
    std::size_t claim;
    bool operator<(const Wake& other) const { return time > other.time; }  // the earliest on top
  };

  std::int64_t random(std::int64_t below) {
    return static_cast<std::int64_t>(generator_() % static_cast<std::uint64_t>(below));
  }
  bool chance(int percent) { return random(100) < percent; }
  UserId staff(std::size_t claim, std::size_t place) { return users_[10 + (claim + place) % 30]; }

  bool tell(std::size_t index, const Actor& actor, EventBody body) {
    const auto start = std::chrono::steady_clock::now();
    Told& told = claims_[index];
    Claim claim;
    if (!told.events.empty()) claim = fold(told.events).value();
    Command command;
    command.id = EventId::make(clock_, entropy_);
    command.tenant = tenant_;
    command.claim = told.id;
    command.actor = actor;
    command.expected_version = claim.version;
    command.body = std::move(body);
    const Decided decided = decide(claim, command, *built_in_calendar("cn"), now_);
    ++commands;
    if (decided && *decided) {
      told.events.push_back(**decided);
      ++events;
    } else {
      ++refused;
    }
    command_us.push_back(
        std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start)
            .count());
    return decided.has_value();
  }

  void wake_in(std::size_t claim, std::int64_t hours) {
    wakes_.push({now_ + milliseconds(1 + random(hours * 3'600'000)), claim});
  }

  // Somebody acts within the window, or it passes.
  bool passes(std::size_t index, const Claim& claim, int silent_percent) {
    const Timestamp end = due(claim, *built_in_calendar("cn"))->at;
    if (now_ >= end) {
      tell(index, engine_, DeadlinePassed{claim.window->opened_by});
      return true;
    }
    if (!chance(silent_percent)) return false;
    wakes_.push({end, index});
    return true;
  }

  void take_turn(std::size_t index);
  void review(std::size_t index, const Claim& claim, Role role, std::size_t place);
  void tell_both(std::size_t index) {
    tell(index, engine_, NoticeGiven{Party::buyer, {}, ""});
    tell(index, engine_, NoticeGiven{Party::merchant, {}, ""});
  }

  testing::ManualClock clock_{parse_timestamp("2026-01-01T00:00:00Z").value()};
  testing::SeededEntropy entropy_{7};
  Timestamp start_ = clock_.now();
  Timestamp now_ = start_;
  std::mt19937_64 generator_{11};
  TenantId tenant_ = TenantId::make(clock_, entropy_);
  MerchantId merchant_id_ = MerchantId::make(clock_, entropy_);
  std::vector<UserId> users_;
  Actor engine_{UserId::make(clock_, entropy_), Role::engine};
  Terms terms_;
  std::vector<Told> claims_;
  std::priority_queue<Wake> wakes_;
};

void Year::review(std::size_t index, const Claim& claim, Role role, std::size_t place) {
  const Actor who{staff(index, place), role};
  const bool is_held = claim.holder == who.user;
  if (!is_held && !tell(index, who, ReviewTaken{})) return wake_in(index, 24);
  for (const ExhibitId& exhibit : claim.exhibits) {
    tell(index, who, ExhibitOpened{exhibit});
    now_ += std::chrono::seconds(5);
    tell(index, who, ExhibitClosed{exhibit});
  }
  tell(index, who, FirstViewWritten{Leaning::unsure, "I have looked at all the exhibits"});
  now_ += std::chrono::seconds(130);
  DecisionMade decision;
  decision.reasons = {{"defect_not_shown", "The photographs show no such defect"}};
  if (chance(60)) {
    decision = all_that_is_claimed(claim.filed);
    decision.reasons = {{"defect_shown", "The photographs show the defect clearly"}};
  }
  if (!tell(index, who, decision)) {
    const Party party = chance(50) ? Party::buyer : Party::merchant;
    tell(index, who, EvidenceRequested{party, {"photo_of_defect_close"}, ""});
  }
  wake_in(index, 4);
}

void Year::take_turn(std::size_t index) {
  Told& told = claims_[index];
  const Actor buyer{users_[index % 5], Role::buyer};
  const Actor merchant{users_[5 + index % 5], Role::merchant};
  Claim claim;
  if (!told.events.empty()) claim = fold(told.events).value();
  switch (claim.state) {
    case State::not_filed: {
      ClaimFiled filed;
      filed.claim_kind = static_cast<ClaimKind>(random(5));
      filed.buyer = buyer.user;
      filed.merchant = merchant_id_;
      filed.amount = Money::from_fen(1 + random(100'000));
      filed.category = "crockery";
      filed.grounds = "It arrived with a crack";
      filed.terms = terms_;
      tell(index, buyer, filed);
      for (int i = 0; i < 3; ++i) {
        const ExhibitId exhibit = ExhibitId::make(clock_, entropy_);
        tell(index, buyer, ExhibitAdded{exhibit});
        tell(index, engine_,
             ExaminationRecorded{exhibit, chance(5) ? Band::contradicted : Band::clear});
      }
      tell(index, engine_, PolicyEvaluated{"default", "", chance(10), {}});
      tell(index, engine_, MerchantAsked{});
      return wake_in(index, 48);
    }
    case State::filed: return;  // the merchant was asked in the same turn
    case State::evidence_requested:
      if (!passes(index, claim, 50)) {
        tell(index, claim.window->party == Party::buyer ? buyer : merchant, EvidenceGiven{});
      }
      return wake_in(index, 24);
    case State::merchant_window:
      if (!passes(index, claim, 30)) {
        tell(index, merchant, MerchantAnswered{chance(20), "We packed it in good order"});
      }
      return wake_in(index, 24);
    case State::buyer_reply:
      if (!passes(index, claim, 40)) tell(index, buyer, BuyerReplied{"It arrived broken"});
      return wake_in(index, 24);
    case State::under_review: return review(index, claim, Role::reviewer, 0);
    case State::second_review:
      return review(index, claim, Role::second_reviewer, 1 + claim.opinions.size());
    case State::decided: tell_both(index); return wake_in(index, 24);
    case State::appeal_window:
      if (!passes(index, claim, 85)) tell(index, buyer, AppealFiled{"Please look once more"});
      return wake_in(index, 24);
    case State::appeal_review:
      if (!claim.is_appeal_answered) {
        if (!passes(index, claim, 40)) tell(index, merchant, AppealAnswered{"As we said"});
        return wake_in(index, 24);
      }
      return review(index, claim, Role::appeal_reviewer, 9);
    case State::closed:
    case State::withdrawn:
    case State::settled:
      for (const RemedyOrder& order : claim.orders) {
        const Actor& who = order.remedy == Remedy::goods_return ? merchant
                           : order.remedy == Remedy::exchange   ? buyer
                                                                : engine_;
        tell(index, who, RemedyConfirmed{order.remedy});
      }
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t count = argc > 1 ? std::stoul(argv[1]) : 10'000;
  const std::clock_t cpu_start = std::clock();
  const auto start = std::chrono::steady_clock::now();
  Year year(count);
  year.run();
  const double wall_s =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const double cpu_s = static_cast<double>(std::clock() - cpu_start) / CLOCKS_PER_SEC;
  const bool is_right = year.check();
  std::sort(year.command_us.begin(), year.command_us.end());
  const auto percentile = [&](double p) {
    return year.command_us[static_cast<std::size_t>(p * static_cast<double>(year.commands - 1))];
  };
  std::cout << count << " claims, " << year.events << " events, " << year.refused << " of "
            << year.commands << " commands refused\n";
  for (const auto& [state, number] : year.ended)
    std::cout << "  " << state << " " << number << "\n";
  if (!is_right) {
    std::cout << "a claim was left open, or its money does not add up\n";
    return 1;
  }
  std::cout << R"({"figures":{"claims":)" << count << R"(,"year_s":)" << wall_s
            << R"(,"year_cpu_s":)" << cpu_s << R"(,"events":)" << year.events
            << R"(,"command_p50_us":)" << percentile(0.5) << R"(,"command_p99_us":)"
            << percentile(0.99) << R"(},"targets":{"year_s":{"at_most":60}}})"
            << "\n";
  return 0;
}
