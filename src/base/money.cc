#include "base/money.h"

#include <algorithm>

namespace pixiu {
namespace {

Error too_large() {
  return {ErrorCode::limit_exceeded, "an amount of money beyond 92233720368547758.07 yuan"};
}

bool is_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_whole_part(std::string_view text) {
  return !text.empty() && is_digits(text) && (text.size() == 1 || text[0] != '0');
}

bool is_decimals(std::string_view text) {
  return (text.size() == 1 || text.size() == 2) && is_digits(text);
}

}  // namespace

Result<Money> Money::parse(std::string_view yuan_text) {
  const bool is_negative = yuan_text.starts_with('-');
  const std::string_view unsigned_text = yuan_text.substr(is_negative ? 1 : 0);
  const std::size_t point = unsigned_text.find('.');
  const std::string_view whole = unsigned_text.substr(0, point);
  const bool has_decimals = point != std::string_view::npos;
  const std::string_view decimals = has_decimals ? unsigned_text.substr(point + 1) : "";
  if (!is_whole_part(whole) || (has_decimals && !is_decimals(decimals))) {
    return Error{ErrorCode::invalid_input, "not an amount in yuan such as 12.34"};
  }
  std::string digits(whole);
  digits += decimals;
  digits.append(2 - decimals.size(), '0');
  std::int64_t fen = 0;
  for (const char digit : digits) {
    // Built up on the side of the sign, so that the smallest amount is reached as well.
    const std::int64_t step = is_negative ? '0' - digit : digit - '0';
    if (__builtin_mul_overflow(fen, 10, &fen) || __builtin_add_overflow(fen, step, &fen)) {
      return too_large();
    }
  }
  return Money(fen);
}

std::string Money::text() const {
  const bool is_negative = fen_ < 0;
  const std::uint64_t magnitude =
      is_negative ? 0 - static_cast<std::uint64_t>(fen_) : static_cast<std::uint64_t>(fen_);
  const std::uint64_t decimals = magnitude % 100;
  return (is_negative ? "-" : "") + std::to_string(magnitude / 100) + (decimals < 10 ? ".0" : ".") +
         std::to_string(decimals);
}

Result<Money> Money::plus(Money other) const {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(fen_, other.fen_, &sum)) return too_large();
  return Money(sum);
}

Result<Money> Money::minus(Money other) const {
  std::int64_t difference = 0;
  if (__builtin_sub_overflow(fen_, other.fen_, &difference)) return too_large();
  return Money(difference);
}

Result<Money> Money::times(std::int64_t quantity) const {
  std::int64_t product = 0;
  if (__builtin_mul_overflow(fen_, quantity, &product)) return too_large();
  return Money(product);
}

}  // namespace pixiu
