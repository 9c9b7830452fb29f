#include "policy/back_test.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace pixiu::policy {
namespace {

using nlohmann::json;

std::set<std::string> applied(const Evaluation& evaluation) {
  std::set<std::string> rules;
  for (const RuleTrace& trace : evaluation.rules) {
    if (trace.truth == Truth::yes && !trace.overruled_by) rules.insert(trace.rule);
  }
  return rules;
}

std::vector<std::string> only_in(const std::set<std::string>& a, const std::set<std::string>& b) {
  std::vector<std::string> difference;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(difference));
  return difference;
}

// The parts of an outcome that differ, as outcome_to_json names them.
std::set<std::string> different_parts(const Outcome& a, const Outcome& b) {
  const json before = outcome_to_json(a);
  const json after = outcome_to_json(b);
  std::set<std::string> parts;
  for (const json* one : {&before, &after}) {
    const json& other = one == &before ? after : before;
    for (const auto& [name, value] : one->items()) {
      const auto found = other.find(name);
      if (found == other.end() || *found != value) parts.insert(name);
    }
  }
  return parts;
}

}  // namespace

BackTest back_test(const Ruleset& live, const Ruleset& draft, std::span<const Snapshot> snapshots) {
  BackTest test;
  test.live = live.name();
  test.draft = draft.name();
  test.snapshot_count = snapshots.size();
  for (const Snapshot& snapshot : snapshots) {
    const Evaluation before = live.evaluate(snapshot.facts, snapshot.day);
    const Evaluation after = draft.evaluate_as_if_in_force(snapshot.facts);
    if (before.outcome == after.outcome) continue;
    for (const std::string& part : different_parts(before.outcome, after.outcome)) {
      ++test.changes_by_part[part];
    }
    test.changes.push_back({snapshot.claim, before.outcome, after.outcome,
                            only_in(applied(after), applied(before)),
                            only_in(applied(before), applied(after))});
  }
  return test;
}

json back_test_to_json(const BackTest& test) {
  json changes = json::array();
  for (const Change& change : test.changes) {
    changes.push_back({{"claim", change.claim.text()},
                       {"before", outcome_to_json(change.before)},
                       {"after", outcome_to_json(change.after)},
                       {"rules_added", change.rules_added},
                       {"rules_dropped", change.rules_dropped}});
  }
  return {{"live", test.live},
          {"draft", test.draft},
          {"snapshots", test.snapshot_count},
          {"changed", test.changes.size()},
          {"changes_by_part", test.changes_by_part},
          {"changes", std::move(changes)}};
}

}  // namespace pixiu::policy
