#include "workflow/work_queue.h"

#include <atomic>
#include <future>

#include <gtest/gtest.h>

namespace pixiu::workflow {
namespace {

TEST(WorkQueue, runs_all_it_took_before_it_ends) {
  std::atomic<int> count = 0;
  int taken = 0;
  {
    WorkQueue queue({.workers = 2, .length_max = 8});
    for (int i = 0; i < 200; ++i) {
      if (queue.submit([&] { ++count; })) ++taken;
    }
  }
  EXPECT_EQ(count, taken);
  EXPECT_GE(taken, 8);
}

TEST(WorkQueue, a_full_queue_refuses_and_says_so_before) {
  std::promise<void> gate;
  std::promise<void> begun;
  const std::shared_future<void> open(gate.get_future());
  WorkQueue queue({.workers = 1, .length_max = 1});
  ASSERT_TRUE(queue.submit([&] {
    begun.set_value();
    open.wait();
  }));
  begun.get_future().wait();
  EXPECT_TRUE(queue.has_room());
  ASSERT_TRUE(queue.submit([open] { open.wait(); }));
  EXPECT_FALSE(queue.has_room());
  const Status refused = queue.submit([] {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
  gate.set_value();
}

}  // namespace
}  // namespace pixiu::workflow
