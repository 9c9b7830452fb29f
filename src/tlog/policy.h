#pragma once

#include "base/result.h"
#include "tlog/note.h"
#include "tlog/note_key.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// Trust policies (C2SP tlog-policy): which logs are known, and who must have cosigned.
namespace pixiu::tlog {

struct PolicyLog {
  VerifierKey key;
  std::string url;  // may be empty
};

struct PolicyWitness {
  std::string name;
  VerifierKey key;  // a cosignature key
  std::string url;  // the submission prefix; may be empty
};

// Members and quorum point into the lists of witnesses and groups.
struct WitnessIndex {
  std::size_t index = 0;
};
struct GroupIndex {
  std::size_t index = 0;
};
using PolicyMember = std::variant<WitnessIndex, GroupIndex>;

struct PolicyGroup {
  std::string name;
  std::size_t threshold = 1;          // 1..members.size()
  std::vector<PolicyMember> members;  // groups among them come earlier in the list
};

struct Policy {
  std::vector<PolicyLog> logs;
  std::vector<PolicyWitness> witnesses;
  std::vector<PolicyGroup> groups;
  std::vector<PolicyMember> quorum;  // one member, or none for "quorum none"
};

// Errors: invalid_input with the number of the line, unsupported (a key of an unknown type),
// limit_exceeded (limits::policy_bytes_max, policy_lines_of_a_kind_max).
Result<Policy> parse_policy(std::string_view text);

// What a note shows of a policy.
struct PolicyCheck {
  std::size_t log_index = 0;                 // the log that signed it
  std::vector<std::size_t> witness_indices;  // who cosigned it, ascending
};

// Whether a known log signed the checkpoint under its own origin, and the quorum cosigned it.
// Errors: invalid_input (no checkpoint), permission_denied with the reason.
Result<PolicyCheck> check_policy(const Policy& policy, const Note& note);

}  // namespace pixiu::tlog
