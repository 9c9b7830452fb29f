#include "policy/activation.h"

#include <algorithm>

namespace pixiu::policy {
namespace {

bool is_public_long_enough(const Activation& activation, int days_min) {
  return activation.notice_given_on &&
         std::chrono::sys_days(*activation.notice_given_on) + std::chrono::days(days_min) <=
             std::chrono::sys_days(activation.in_force_from);
}

}  // namespace

std::vector<Summary> objections(const Activation& activation, const Ruleset& draft) {
  std::vector<Summary> found;
  if (activation.draft != draft.name()) {
    found.push_back({"This is about another draft.", "与该草案不符。"});
  }
  if (activation.back_tested_draft != draft.name()) {
    found.push_back({"The draft must be tried on past claims as it is now.",
                     "启用前须以当前草案对以往售后单进行回测。"});
  }
  if (!activation.approved_by || *activation.approved_by == activation.proposed_by) {
    found.push_back({"A second person, who did not propose the draft, must approve it.",
                     "草案须由提出者以外的另一人批准。"});
  }
  const int days_min = activation.is_major ? major_notice_days_min : notice_days_min;
  if (!is_public_long_enough(activation, days_min)) {
    found.push_back({"The draft must have been public for " + std::to_string(days_min) +
                         " days before it takes effect.",
                     "草案生效前须至少公示" + std::to_string(days_min) + "日。"});
  }
  if (draft.in_force_as_a_whole() > activation.in_force_from) {
    found.push_back({"A rule of the draft begins later than the draft as a whole.",
                     "草案中有规则的生效日期晚于草案整体的生效日期。"});
  }
  return found;
}

Status check_activation(const Activation& activation, const Ruleset& draft) {
  const std::vector<Summary> found = objections(activation, draft);
  if (found.empty()) return {};
  return Error{ErrorCode::conflict, found.front().en};
}

}  // namespace pixiu::policy
