#pragma once

#include "base/ids.h"
#include "policy/ruleset.h"

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace pixiu::policy {

// What was known of a claim when its rules were tried, as it was stored then.
struct Snapshot {
  ClaimId claim;
  Date day;
  Facts facts;
};

struct Change {
  ClaimId claim;
  Outcome before;                          // by the rules in force on the day of the snapshot
  Outcome after;                           // by the draft, as if all of it were in force
  std::vector<std::string> rules_added;    // that apply in the draft only
  std::vector<std::string> rules_dropped;  // that applied before only
};

struct BackTest {
  std::string live;
  std::string draft;
  std::size_t snapshot_count = 0;
  std::vector<Change> changes;  // in the order of the snapshots
  // By part of the outcome, e.g. "refund_only_max": how many claims differ in it.
  std::map<std::string, std::size_t> changes_by_part;
};

// Replays snapshots of past claims: how many would come out differently under the draft, and which.
// Cost: two evaluations a snapshot. Running a draft in shadow is evaluate_as_if_in_force on each
// new claim; both give what the draft gives once it is live, because an evaluation depends on the
// facts and the rules alone.
BackTest back_test(const Ruleset& live, const Ruleset& draft, std::span<const Snapshot> snapshots);

nlohmann::json back_test_to_json(const BackTest& test);

}  // namespace pixiu::policy
