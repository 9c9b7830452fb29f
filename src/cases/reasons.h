#pragma once

#include "findings/finding.h"

#include <span>
#include <string_view>

namespace pixiu::cases {

// The checklist of reasons for a decision. A reason is one of these codes and a text of the
// reviewer's own that says how it applies here.
struct ReasonCode {
  std::string_view code;
  bool is_for_buyer = false;
  bool is_for_merchant = false;
  std::string_view en;
  std::string_view zh;
};

std::span<const ReasonCode> reason_codes();

// Null when there is none of that code.
const ReasonCode* find_reason_code(std::string_view code);

// Fewer characters say nothing: Chinese says in ten what English says in thirty.
inline constexpr std::size_t reason_characters_min = 10;
inline constexpr std::size_t first_view_characters_min = 10;
inline constexpr std::size_t statement_characters_min = 2;

}  // namespace pixiu::cases
