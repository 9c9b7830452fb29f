#include "tlog/policy.h"

#include "base/limits.h"
#include "tlog/checkpoint.h"
#include "tlog/text_lines.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace pixiu::tlog {
namespace {

constexpr std::string_view no_quorum = "none";

std::vector<std::string_view> split_words(std::string_view line) {
  std::vector<std::string_view> words;
  while (true) {
    const std::size_t begin = line.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return words;
    line.remove_prefix(begin);
    const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
    words.push_back(line.substr(0, end));
    line.remove_prefix(end);
  }
}

class PolicyReader {
 public:
  Result<Policy> read(std::string_view text) {
    while (!text.empty()) {
      ++line_;
      const auto line = take_line(text);
      if (!line) return error("does not end with a line feed");
      if (auto status = read_line(*line); !status) return status.error();
    }
    if (!has_quorum_) return Error{ErrorCode::invalid_input, "a policy has one quorum line"};
    return std::move(policy_);
  }

 private:
  Error error(std::string_view message, ErrorCode code = ErrorCode::invalid_input) const {
    return {code, "policy line " + std::to_string(line_) + ": " + std::string(message)};
  }

  Status read_line(std::string_view line) {
    if (!std::all_of(line.begin(), line.end(), [](char c) {
          const auto octet = static_cast<unsigned char>(c);
          return octet == '\t' || (octet >= 0x20 && octet != 0x7f);
        })) {
      return error("has a control character");
    }
    const auto words = split_words(line);
    if (words.empty() || words[0].starts_with('#')) return {};
    if (words[0] == "log") return read_log(words);
    if (words[0] == "witness") return read_witness(words);
    if (words[0] == "group") return read_group(words);
    if (words[0] == "quorum") return read_quorum(words);
    return error("starts with log, witness, group or quorum");
  }

  Status read_log(const std::vector<std::string_view>& words) {
    if (words.size() != 2 && words.size() != 3) return error("is \"log <vkey> [<url>]\"");
    if (auto room = check_room(policy_.logs.size()); !room) return room;
    auto key = VerifierKey::parse(words[1]);
    if (!key) return error(key.error().message, key.error().code);
    if (has_key(policy_.logs, *key)) return error("repeats the key of another log");
    policy_.logs.push_back({.key = std::move(*key), .url = word_or_empty(words, 2)});
    return {};
  }

  Status read_witness(const std::vector<std::string_view>& words) {
    if (words.size() != 3 && words.size() != 4) {
      return error("is \"witness <name> <vkey> [<url>]\"");
    }
    if (auto room = check_room(policy_.witnesses.size()); !room) return room;
    auto key = VerifierKey::parse(words[2]);
    if (!key) return error(key.error().message, key.error().code);
    if (key->type() != SignatureType::cosignature_v1) {
      return error("has a key that makes no cosignatures");
    }
    if (has_key(policy_.witnesses, *key)) return error("repeats the key of another witness");
    const WitnessIndex index{policy_.witnesses.size()};
    if (auto named = add_name(words[1], index); !named) return named;
    policy_.witnesses.push_back(
        {.name = std::string(words[1]), .key = std::move(*key), .url = word_or_empty(words, 3)});
    return {};
  }

  Status read_group(const std::vector<std::string_view>& words) {
    if (words.size() < 4) return error("is \"group <name> all|any|<k> <name>...\"");
    if (auto room = check_room(policy_.groups.size()); !room) return room;
    const std::size_t count = words.size() - 3;
    if (auto room = check_room(count - 1); !room) return room;
    PolicyGroup group{.name = std::string(words[1])};
    if (words[2] == "all") {
      group.threshold = count;
    } else if (words[2] != "any") {
      const auto threshold = parse_decimal(words[2], count);
      if (!threshold || *threshold == 0) return error("needs all, any or 1 to as many as listed");
      group.threshold = *threshold;
    }
    for (std::size_t i = 3; i < words.size(); ++i) {
      const auto found = names_.find(words[i]);
      if (found == names_.end()) return error("names a member that no line before defines");
      if (found->second.is_member) return error("names a member that is in a group already");
      found->second.is_member = true;
      group.members.push_back(found->second.member);
    }
    if (auto named = add_name(words[1], GroupIndex{policy_.groups.size()}); !named) return named;
    policy_.groups.push_back(std::move(group));
    return {};
  }

  Status read_quorum(const std::vector<std::string_view>& words) {
    if (words.size() != 2) return error("is \"quorum <name>\"");
    if (has_quorum_) return error("is a second quorum");
    has_quorum_ = true;
    if (words[1] == no_quorum) return {};
    const auto found = names_.find(words[1]);
    if (found == names_.end()) return error("names a quorum that no line before defines");
    policy_.quorum.push_back(found->second.member);
    return {};
  }

  Status check_room(std::size_t count) const {
    if (count < limits::policy_lines_of_a_kind_max) return {};
    return error("is one too many: 256 of a kind at most", ErrorCode::limit_exceeded);
  }

  Status add_name(std::string_view name, PolicyMember member) {
    if (name == no_quorum) return error("uses the reserved name none");
    if (!names_.emplace(std::string(name), Named{.member = member}).second) {
      return error("defines a name twice");
    }
    return {};
  }

  template <class List>
  static bool has_key(const List& list, const VerifierKey& key) {
    return std::any_of(list.begin(), list.end(), [&](const auto& other) {
      return other.key.public_key() == key.public_key();
    });
  }

  static std::string word_or_empty(const std::vector<std::string_view>& words, std::size_t at) {
    return at < words.size() ? std::string(words[at]) : std::string();
  }

  struct Named {
    PolicyMember member;
    bool is_member = false;
  };

  Policy policy_;
  std::map<std::string, Named, std::less<>> names_;
  bool has_quorum_ = false;
  std::size_t line_ = 0;
};

// Which groups have witnessed, given which witnesses have; groups name earlier ones only.
class Quorum {
 public:
  Quorum(const Policy& policy, const std::vector<std::size_t>& witnesses)
      : has_cosigned_(policy.witnesses.size()) {
    for (const std::size_t index : witnesses) has_cosigned_[index] = true;
    for (const PolicyGroup& group : policy.groups) {
      const auto count = std::count_if(group.members.begin(), group.members.end(),
                                       [&](const PolicyMember& member) { return has(member); });
      has_witnessed_.push_back(static_cast<std::size_t>(count) >= group.threshold);
    }
  }

  bool has(const PolicyMember& member) const {
    if (const auto* witness = std::get_if<WitnessIndex>(&member)) {
      return has_cosigned_[witness->index];
    }
    return has_witnessed_[std::get<GroupIndex>(member).index];
  }

 private:
  std::vector<bool> has_cosigned_;
  std::vector<bool> has_witnessed_;
};

}  // namespace

Result<Policy> parse_policy(std::string_view text) {
  if (text.size() > limits::policy_bytes_max) {
    return Error{ErrorCode::limit_exceeded, "a policy has at most 1 MiB"};
  }
  return PolicyReader().read(text);
}

Result<PolicyCheck> check_policy(const Policy& policy, const Note& note) {
  const auto checkpoint = parse_checkpoint(note.text);
  if (!checkpoint) return checkpoint.error();
  std::vector<VerifierKey> keys;
  for (const PolicyLog& log : policy.logs) keys.push_back(log.key);
  for (const PolicyWitness& witness : policy.witnesses) keys.push_back(witness.key);
  const auto verified = verify_note(note, keys);
  if (!verified) return verified.error();

  std::optional<std::size_t> log_index;
  std::vector<std::size_t> witness_indices;
  for (const VerifiedSignature& signature : *verified) {
    if (signature.key_index >= policy.logs.size()) {
      witness_indices.push_back(signature.key_index - policy.logs.size());
    } else if (keys[signature.key_index].name() == checkpoint->origin) {
      log_index = signature.key_index;
    }
  }
  if (!log_index) {
    return Error{ErrorCode::permission_denied,
                 "no log of the policy signed the checkpoint under its own origin"};
  }
  std::sort(witness_indices.begin(), witness_indices.end());
  witness_indices.erase(std::unique(witness_indices.begin(), witness_indices.end()),
                        witness_indices.end());
  const Quorum quorum(policy, witness_indices);
  if (!policy.quorum.empty() && !quorum.has(policy.quorum.front())) {
    return Error{ErrorCode::permission_denied, "too few witnesses of the policy cosigned it"};
  }
  return PolicyCheck{.log_index = *log_index, .witness_indices = std::move(witness_indices)};
}

}  // namespace pixiu::tlog
