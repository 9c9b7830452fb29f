#pragma once

#include "base/money.h"
#include "base/result.h"

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pixiu::law {

using Date = std::chrono::year_month_day;

enum class Branch { civil, administrative, criminal };
std::string_view branch_name(Branch branch);

// One article, in its own words.
struct Statute {
  std::string id;  // "public_security_2025_58"
  Branch branch = Branch::civil;
  std::string title;
  std::string instrument;  // number of the act that made it; may be empty
  std::string article;     // "第五十八条"
  Date from;
  std::optional<Date> until;  // last day in force
  std::string source;         // where the text was read
  bool is_confirmed = false;  // text and dates were read there
  std::string text;

  bool is_in_force(Date day) const { return day >= from && (!until || day <= *until); }
};

// Values in the interpretation of the criminal law. A province fixes its own within each range.
struct Amounts {
  Money large_from;
  Money large_until;
  Money huge_from;
  Money huge_until;
  Money outstanding_from;
};

// Statutes and amounts of one jurisdiction, read from a file (policies/law). A value.
class Statutes {
 public:
  // Errors: invalid_input with the line, limit_exceeded over 512 KiB.
  static Result<Statutes> parse(std::string_view toml_text);

  std::span<const Statute> all() const { return statutes_; }
  // Null when there is none of that id.
  const Statute* find(std::string_view id) const;
  const Amounts& amounts() const { return amounts_; }

 private:
  Statutes() = default;
  std::vector<Statute> statutes_;
  Amounts amounts_;
};

// policies/law/cn.toml, which is built into the program.
const Statutes& statutes_of_china();

}  // namespace pixiu::law
