#include "base/clock.h"

#include "base/testing.h"

#include <chrono>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu {
namespace {

using namespace std::chrono_literals;

TEST(SandboxClock, runs_ahead_of_the_other_clock) {
  testing::ManualClock machine{Timestamp(1000h)};
  SandboxClock clock(machine);
  EXPECT_EQ(clock.now(), Timestamp(1000h));
  ASSERT_TRUE(clock.advance(72h));
  EXPECT_EQ(clock.now(), Timestamp(1072h));
  machine.advance(1h);
  EXPECT_EQ(clock.now(), Timestamp(1073h));
}

TEST(SandboxClock, is_not_turned_back) {
  testing::ManualClock machine{Timestamp(1000h)};
  SandboxClock clock(machine);
  EXPECT_EQ(clock.advance(-1ms).error().code, ErrorCode::invalid_input);
  EXPECT_EQ(clock.now(), Timestamp(1000h));
}

RC_GTEST_PROP(SandboxClock, goes_ahead_by_the_sum_and_never_beyond_twenty_years, ()) {
  testing::ManualClock machine{Timestamp(0h)};
  SandboxClock clock(machine);
  std::int64_t sum = 0;
  const std::int64_t most = std::chrono::milliseconds(std::chrono::years(20)).count();
  const auto steps =
      *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(0, most / 3));
  for (const std::int64_t step : steps) {
    const bool fits = sum + step <= most;
    RC_ASSERT(clock.advance(std::chrono::milliseconds(step)).has_value() == fits);
    if (fits) sum += step;
    RC_ASSERT(clock.now().time_since_epoch().count() == sum);
  }
}

}  // namespace
}  // namespace pixiu
