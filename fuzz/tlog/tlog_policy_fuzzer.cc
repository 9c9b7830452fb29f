#include "text_input.h"
#include "tlog/policy.h"

#include <cstdlib>

// Trust policies: members and thresholds of what is read are within bounds.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pixiu;
  const auto policy = tlog::parse_policy(fuzz::text_of_input(data, size));
  if (!policy) return 0;
  const auto is_defined = [&](const tlog::PolicyMember& member, std::size_t groups) {
    if (const auto* witness = std::get_if<tlog::WitnessIndex>(&member)) {
      return witness->index < policy->witnesses.size();
    }
    return std::get<tlog::GroupIndex>(member).index < groups;
  };
  for (std::size_t i = 0; i < policy->groups.size(); ++i) {
    const tlog::PolicyGroup& group = policy->groups[i];
    if (group.threshold < 1 || group.threshold > group.members.size()) std::abort();
    for (const auto& member : group.members) {
      if (!is_defined(member, i)) std::abort();
    }
  }
  for (const auto& member : policy->quorum) {
    if (!is_defined(member, policy->groups.size())) std::abort();
  }
  return 0;
}
