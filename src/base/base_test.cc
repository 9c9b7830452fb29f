// The small parts of base: result, check, clock, entropy, sensitive.
#include "base/check.h"
#include "base/result.h"
#include "base/sensitive.h"
#include "base/stop.h"
#include "base/testing.h"

#include <set>
#include <sstream>
#include <string>
#include <type_traits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu {
namespace {

using namespace std::chrono_literals;

TEST(Result, every_error_code_has_a_name_of_its_own) {
  std::set<std::string_view> names;
  for (int code = 0; code <= static_cast<int>(ErrorCode::internal); ++code) {
    names.insert(error_code_name(static_cast<ErrorCode>(code)));
  }
  EXPECT_EQ(names.size(), static_cast<std::size_t>(ErrorCode::internal) + 1);
  EXPECT_THAT(names, ::testing::Contains("deadline_exceeded"));
}

TEST(Result, holds_either_a_value_or_an_error) {
  const Result<int> value = 3;
  const Result<int> failure = Error{ErrorCode::conflict, "two of them"};
  EXPECT_EQ(value, 3);
  ASSERT_FALSE(failure.has_value());
  EXPECT_EQ(failure.error(), (Error{ErrorCode::conflict, "two of them"}));
  EXPECT_TRUE(Status().has_value());
}

TEST(CheckDeathTest, a_bug_stops_the_process_and_says_where) {
  EXPECT_DEATH(PIXIU_CHECK(1 + 1 == 3), "check failed: 1 \\+ 1 == 3 .*base_test.cc");
}

TEST(StopDeathTest, a_stopped_process_says_why) {
  EXPECT_DEATH(stop_process("a disk did not take what it was given"), "stopped: a disk did not");
}

TEST(Clock, system_clock_does_not_stand_in_the_past) {
  EXPECT_GT(SystemClock().now(), parse_timestamp("2024-01-01T00:00:00Z").value());
}

TEST(Clock, manual_clock_moves_only_when_told) {
  testing::ManualClock clock{Timestamp{5ms}};
  EXPECT_EQ(clock.now(), clock.now());
  clock.advance(2s);
  EXPECT_EQ(clock.now(), Timestamp{2005ms});
  clock.set(Timestamp{1ms});
  EXPECT_EQ(clock.now(), Timestamp{1ms});
}

std::array<std::byte, 64> bytes_from(Entropy& entropy) {
  std::array<std::byte, 64> bytes{};
  entropy.fill(bytes);
  return bytes;
}

TEST(Entropy, system_entropy_does_not_repeat_itself) {
  SystemEntropy entropy;
  EXPECT_NE(bytes_from(entropy), bytes_from(entropy));
}

TEST(Entropy, seeded_entropy_repeats_for_the_same_seed_only) {
  testing::SeededEntropy one(1);
  testing::SeededEntropy again(1);
  testing::SeededEntropy other(2);
  const auto bytes = bytes_from(one);
  EXPECT_EQ(bytes, bytes_from(again));
  EXPECT_NE(bytes, bytes_from(other));
  EXPECT_NE(bytes, bytes_from(one));
}

TEST(Sensitive, comes_out_by_reveal) {
  const Sensitive<std::string> address("7 Lotus Lane");
  EXPECT_EQ(address.reveal(Purpose::visit), "7 Lotus Lane");
  EXPECT_EQ(Sensitive<std::string>("a").reveal(Purpose::seal), "a");
  EXPECT_EQ(purpose_name(Purpose::visit), "visit");
}

template <class T>
concept Printable = requires(std::ostream& out, const T& value) {
  out << value;
};
template <class T>
concept Comparable = requires(const T& a, const T& b) {
  a == b;
};
template <class T>
concept Ordered = requires(const T& a, const T& b) {
  a < b;
};

TEST(Sensitive, cannot_be_printed_compared_or_made_by_accident) {
  using Name = Sensitive<std::string>;
  EXPECT_FALSE(Printable<Name>);
  EXPECT_FALSE(Comparable<Name>);
  EXPECT_FALSE(Ordered<Name>);
  EXPECT_FALSE((std::is_convertible_v<std::string, Name>));
  EXPECT_FALSE((std::is_convertible_v<Name, std::string>));
}

}  // namespace
}  // namespace pixiu
