#include "base/money.h"

#include <limits>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace pixiu {
namespace {

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();

Money fen(std::int64_t amount) {
  return Money::from_fen(amount);
}

// The exact result, or nothing when 64 bits do not hold it.
__extension__ using Wide = __int128;  // wider than any result

bool is_right(const Result<Money>& result, Wide expected) {
  const bool is_representable = expected >= least && expected <= most;
  if (!is_representable) return !result && result.error().code == ErrorCode::limit_exceeded;
  return result && result->fen() == expected;
}

TEST(Money, is_written_in_yuan_with_two_decimals) {
  EXPECT_EQ(fen(0).text(), "0.00");
  EXPECT_EQ(fen(5).text(), "0.05");
  EXPECT_EQ(fen(-1234).text(), "-12.34");
  EXPECT_EQ(fen(most).text(), "92233720368547758.07");
  EXPECT_EQ(fen(least).text(), "-92233720368547758.08");
}

TEST(Money, is_read_with_no_one_or_two_decimals) {
  EXPECT_EQ(Money::parse("12"), fen(1200));
  EXPECT_EQ(Money::parse("12.5"), fen(1250));
  EXPECT_EQ(Money::parse("-0.05"), fen(-5));
  EXPECT_EQ(Money::parse("0"), Money());
}

TEST(Money, other_forms_are_refused) {
  for (const char* text : {"", "-", ".", "1.", ".5", "1.234", "+1", "01", "1,000", "1e3", "¥1",
                           " 1", "1 ", "--1", "1.-5", "0x10", "-.5", "1.2.3"}) {
    const auto amount = Money::parse(text);
    ASSERT_FALSE(amount.has_value()) << text;
    EXPECT_EQ(amount.error().code, ErrorCode::invalid_input) << text;
  }
}

TEST(Money, an_amount_beyond_64_bits_is_refused) {
  for (const char* text : {"92233720368547758.08", "-92233720368547758.09", "100000000000000000"}) {
    const auto amount = Money::parse(text);
    ASSERT_FALSE(amount.has_value()) << text;
    EXPECT_EQ(amount.error().code, ErrorCode::limit_exceeded) << text;
  }
  EXPECT_EQ(Money::parse("-92233720368547758.08"), fen(least));
}

TEST(Money, text_reads_back_the_same) {
  EXPECT_TRUE(rc::check(
      [](std::int64_t amount) { RC_ASSERT(Money::parse(fen(amount).text()) == fen(amount)); }));
}

TEST(Money, arithmetic_is_exact_or_an_error) {
  EXPECT_TRUE(rc::check([] {
    const auto amounts =
        rc::gen::oneOf(rc::gen::arbitrary<std::int64_t>(),
                       rc::gen::elementOf(std::vector<std::int64_t>{most, least, 0, 1, -1}));
    const std::int64_t a = *amounts;
    const std::int64_t b = *amounts;
    RC_ASSERT(is_right(fen(a).plus(fen(b)), Wide{a} + b));
    RC_ASSERT(is_right(fen(a).minus(fen(b)), Wide{a} - b));
    RC_ASSERT(is_right(fen(a).times(b), Wide{a} * b));
  }));
}

TEST(Money, edges_overflow_into_an_error) {
  EXPECT_TRUE(is_right(fen(most).plus(fen(1)), Wide{most} + 1));
  EXPECT_TRUE(is_right(fen(least).minus(fen(1)), Wide{least} - 1));
  EXPECT_TRUE(is_right(fen(least).times(-1), -Wide{least}));
  EXPECT_TRUE(is_right(fen(1234).times(3), 3702));
}

}  // namespace
}  // namespace pixiu
