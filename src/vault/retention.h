#pragma once

#include "base/result.h"
#include "base/timestamp.h"
#include "vault/exhibit.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// How long exhibits are kept: classes as dated data (policies/retention.toml).
namespace pixiu::vault {

struct RetentionClass {
  std::string word;  // a-z and "_", 1..32
  std::string name_en;
  std::string name_zh;
  Timestamp from;  // counts for exhibits received from then on
  std::chrono::days duration{0};
  std::string source;
  bool is_confirmed = false;  // the source's text was read
};

// Immutable; thread-safe.
class RetentionSchedule {
 public:
  // Errors: invalid_input with the line of the file.
  static Result<RetentionSchedule> parse(std::string_view toml);

  const std::vector<RetentionClass>& classes() const { return classes_; }

  bool has(std::string_view word) const;

  // When an exhibit of this class, received then, is due to be erased; nothing when the schedule
  // has no such class for that day: it is kept.
  std::optional<Timestamp> due(std::string_view word, Timestamp received_at) const;

 private:
  std::vector<RetentionClass> classes_;  // by word, then by date
};

// The one that is part of the program.
RetentionSchedule default_retention();

}  // namespace pixiu::vault
