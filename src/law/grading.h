#pragma once

#include "law/statute.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

// An aid for a merchant who asks where to turn: which articles may be a basis, by the day of each
// act and the amounts, if what they require is proved. It speaks of acts that somebody alleges,
// never of a person, and decides nothing: police, prosecutors and courts do.
namespace pixiu::law {

struct Text {
  std::string en;
  std::string zh;
};

// One time that money or goods were asked for on evidence alleged to be false.
struct AllegedAct {
  Date day;
  Money amount;  // obtained, or asked for when it was not obtained; zero or more
  bool is_obtained = false;
  bool is_dealt_with = false;  // by an authority before
};

struct Question {
  std::vector<AllegedAct> acts;     // 1..1000
  std::optional<Date> known_since;  // when the merchant learned of it
  Date today;
};

struct PossibleBasis {
  std::string statute;  // id
  Branch branch = Branch::civil;
  Text meaning;
  Money amount;                    // that it was looked up with
  std::optional<Date> time_limit;  // last day to act on it
  bool is_time_over = false;
  bool is_confirmed = false;  // of the statute's text and dates
};

struct GradingAid {
  Text condition;  // stands above everything else, always
  Money obtained;  // sum over all acts
  Money asked_for;
  // Obtained by acts of the last two years that no authority has dealt with: may be added up under
  // the opinion of 2016 alone, by the police.
  Money last_two_years;
  std::vector<PossibleBasis> bases;  // civil, administrative, criminal
  std::vector<Text> notes;
};

// Errors: invalid_input (no act, a negative amount, an act after today), limit_exceeded.
Result<GradingAid> grade(const Question& question, const Statutes& statutes);

}  // namespace pixiu::law
