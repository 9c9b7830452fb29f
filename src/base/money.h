#pragma once

#include "base/result.h"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace pixiu {

// An amount in Renminbi, in whole fen (1/100 yuan); may be negative. Never a floating-point number.
// All arithmetic is checked: amounts come from outside, so an overflow is an Error, not a bug.
// There is no product of two amounts.
class Money {
 public:
  // No money at all.
  constexpr Money() = default;
  static constexpr Money from_fen(std::int64_t fen) { return Money(fen); }

  // Yuan as "12", "12.5", "12.34" or "-0.05": an optional minus, no plus, no leading zeros, no
  // grouping, no currency sign. Errors: invalid_input, limit_exceeded.
  static Result<Money> parse(std::string_view yuan_text);

  constexpr std::int64_t fen() const { return fen_; }

  // Yuan with two decimals, as parse() reads it: "12.34".
  std::string text() const;

  // Errors: limit_exceeded when the result is beyond 64 bits of fen.
  Result<Money> plus(Money other) const;
  Result<Money> minus(Money other) const;
  Result<Money> times(std::int64_t quantity) const;

  friend constexpr auto operator<=>(Money, Money) = default;

 private:
  explicit constexpr Money(std::int64_t fen) : fen_(fen) {}

  std::int64_t fen_ = 0;
};

}  // namespace pixiu
