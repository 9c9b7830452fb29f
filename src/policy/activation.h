#pragma once

#include "base/ids.h"
#include "policy/ruleset.h"

#include <optional>
#include <string>
#include <vector>

namespace pixiu::policy {

// Days for which a change must have been public before it takes effect. E-Commerce Law of the
// People's Republic of China, article 34: seven.
inline constexpr int notice_days_min = 7;
// For changes that are major or concern many: 15, by the rules for platform rules (SAMR and CAC
// order 116, in force 2026-02-01, article 12). That order's official text was not at hand:
// unconfirmed.
inline constexpr int major_notice_days_min = 15;

// Who wants a draft to become live, and what was done for it.
struct Activation {
  std::string draft;  // name of the ruleset
  UserId proposed_by;
  std::optional<UserId> approved_by;
  std::optional<Date> notice_given_on;  // first day on which the draft was public
  Date in_force_from;
  bool is_major = false;
  // The draft that was back-tested; a change after that needs a new one.
  std::string back_tested_draft;
};

// What stands in the way of activating the draft, all of it, in words for the people who read it:
// it must be back-tested as it is, proposed and approved by two people, public for long enough
// before, and no rule of it may begin later. Empty when it may be activated.
std::vector<Summary> objections(const Activation& activation, const Ruleset& draft);

// The first objection as an Error: conflict.
Status check_activation(const Activation& activation, const Ruleset& draft);

}  // namespace pixiu::policy
