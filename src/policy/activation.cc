#include "policy/activation.h"

#include <algorithm>

namespace pixiu::policy {

Status check_activation(const Activation& activation, const Ruleset& draft) {
  if (activation.draft != draft.name()) {
    return Error{ErrorCode::conflict, "This is about another draft."};
  }
  if (activation.back_tested_draft != draft.name()) {
    return Error{ErrorCode::conflict,
                 "The draft must be tried on past claims as it is now, before it is activated."};
  }
  if (!activation.approved_by) {
    return Error{ErrorCode::permission_denied, "A second person must approve the draft."};
  }
  if (*activation.approved_by == activation.proposed_by) {
    return Error{ErrorCode::permission_denied,
                 "Who proposed a draft cannot approve it; a second person must."};
  }
  const int days_min = activation.is_major ? major_notice_days_min : notice_days_min;
  if (!activation.notice_given_on ||
      std::chrono::sys_days(*activation.notice_given_on) + std::chrono::days(days_min) >
          std::chrono::sys_days(activation.in_force_from)) {
    return Error{ErrorCode::conflict, "The draft must have been public for " +
                                          std::to_string(days_min) +
                                          " days before it takes effect."};
  }
  // A rule that is live already keeps its date; what is new may not begin before the notice ends.
  const bool begins_as_a_whole = draft.in_force_as_a_whole() <= activation.in_force_from;
  if (!begins_as_a_whole) {
    return Error{ErrorCode::conflict,
                 "A rule of the draft begins later than the draft as a whole."};
  }
  return {};
}

}  // namespace pixiu::policy
