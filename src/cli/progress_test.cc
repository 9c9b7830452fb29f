#include "cli/progress.h"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::cli {
namespace {

// Each look at the clock is a second later than the one before.
std::chrono::steady_clock::time_point ticking() {
  static int seconds = 0;
  return std::chrono::steady_clock::time_point(std::chrono::seconds(++seconds));
}

std::chrono::steady_clock::time_point standing() {
  return {};
}

TEST(Progress, shows_count_share_and_errors) {
  std::ostringstream err;
  Progress progress(err, true, 4, &ticking);
  progress.advance(false);
  progress.advance(true);
  EXPECT_THAT(err.str(), testing::HasSubstr("[###############...............] 2/4"));
  EXPECT_THAT(err.str(), testing::HasSubstr("errors: 1"));
}

TEST(Progress, is_not_drawn_more_often_than_people_can_see) {
  std::ostringstream err;
  Progress progress(err, true, 0, &standing);
  for (int i = 0; i < 1000; ++i) progress.advance(false);
  EXPECT_EQ(err.str(), "");
  progress.finish();
  EXPECT_THAT(err.str(), testing::HasSubstr("1000"));
}

TEST(Progress, is_silent_when_not_enabled) {
  std::ostringstream err;
  Progress progress(err, false, 2, &ticking);
  progress.advance(false);
  progress.finish();
  EXPECT_EQ(err.str(), "");
}

}  // namespace
}  // namespace pixiu::cli
