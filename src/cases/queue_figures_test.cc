#include "cases/queue_figures.h"

#include <algorithm>
#include <numeric>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu::cases {
namespace {

using std::chrono::milliseconds;
using namespace std::chrono_literals;

const Timestamp now = parse_timestamp("2026-06-01T00:00:00Z").value();

std::vector<ClaimSummary> any_claims() {
  std::vector<ClaimSummary> claims(*rc::gen::inRange<std::size_t>(0, 40));
  for (ClaimSummary& claim : claims) {
    claim.state = static_cast<State>(*rc::gen::inRange(1, static_cast<int>(state_names.size())));
    claim.filed_at = now + milliseconds(*rc::gen::inRange<std::int64_t>(-1'000'000'000, 1'000'000));
    if (*rc::gen::arbitrary<bool>()) {
      claim.due_at = now + milliseconds(*rc::gen::inRange<std::int64_t>(-200'000'000, 200'000'000));
    }
    claim.is_overdue = *rc::gen::inRange(0, 4) == 0;
    if (*rc::gen::arbitrary<bool>()) claim.holder = no_id<UserId>();
  }
  return claims;
}

RC_GTEST_PROP(QueueFigures, the_oldest_is_the_oldest_open_one_and_not_the_newest, ()) {
  const auto claims = any_claims();
  const QueueFigures figures = queue_figures(claims, now);
  std::size_t open = 0;
  for (const ClaimSummary& claim : claims) {
    const bool is_final = claim.state == State::closed || claim.state == State::settled ||
                          claim.state == State::withdrawn;
    if (is_final) continue;
    ++open;
    RC_ASSERT(*figures.oldest_age >= now - claim.filed_at);
  }
  RC_ASSERT(figures.open_count == open);
  RC_ASSERT(figures.oldest_age.has_value() == (open > 0));
  if (open > 0) RC_ASSERT(*figures.oldest_age >= 0ms);
}

RC_GTEST_PROP(QueueFigures, counts_add_up_and_grow_with_each_claim, ()) {
  auto claims = any_claims();
  const QueueFigures figures = queue_figures(claims, now);
  const auto& by_state = figures.count_by_state;
  RC_ASSERT(std::accumulate(by_state.begin(), by_state.end(), std::size_t{0}) == claims.size());
  RC_ASSERT(figures.overdue_count + figures.due_within_day_count <= figures.open_count);
  RC_ASSERT(figures.held_count <= figures.open_count);
  ClaimSummary late;
  late.state = State::under_review;
  late.filed_at = now - 1h;
  late.due_at = now;
  claims.push_back(late);
  RC_ASSERT(queue_figures(claims, now).overdue_count == figures.overdue_count + 1);
}

RC_GTEST_PROP(QueueFigures, a_claim_is_overdue_from_the_very_end_of_its_window, ()) {
  ClaimSummary claim;
  claim.state = State::merchant_window;
  claim.filed_at = now - 1h;
  claim.due_at = now + milliseconds(*rc::gen::inRange<std::int64_t>(1, 86'400'001));
  RC_ASSERT(queue_figures({&claim, 1}, *claim.due_at).overdue_count == 1);
  RC_ASSERT(queue_figures({&claim, 1}, *claim.due_at - 1ms).overdue_count == 0);
  RC_ASSERT(queue_figures({&claim, 1}, now).due_within_day_count == 1);
}

RC_GTEST_PROP(Percentile, enough_values_lie_at_or_below_it_and_not_one_less, ()) {
  const auto raw = *rc::gen::nonEmpty<std::vector<std::int32_t>>();
  std::vector<milliseconds> values;
  for (const std::int32_t ms : raw) values.emplace_back(ms);
  const int percent = *rc::gen::inRange(1, 101);
  const milliseconds found = *percentile(values, percent);
  const auto count = [&](auto condition) {
    return static_cast<std::size_t>(std::count_if(values.begin(), values.end(), condition));
  };
  const auto wanted = static_cast<std::size_t>(percent) * values.size();
  RC_ASSERT(count([&](milliseconds v) { return v <= found; }) * 100 >= wanted);
  RC_ASSERT(count([&](milliseconds v) { return v < found; }) * 100 < wanted);
}

TEST(Percentile, of_nothing_is_nothing) {
  EXPECT_EQ(percentile({}, 50), std::nullopt);
}

}  // namespace
}  // namespace pixiu::cases
