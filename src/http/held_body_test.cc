#include "http/held_body.h"

#include <gtest/gtest.h>

namespace pixiu::http {
namespace {

TEST(HeldBody, bodies_share_one_bound_and_give_back_what_they_took) {
  const BodyBudget budget(100);
  {
    HeldBody first(budget);
    EXPECT_TRUE(first.reserve(60));
    HeldBody second(budget);
    EXPECT_FALSE(second.reserve(41));
    EXPECT_TRUE(second.reserve(40));
    EXPECT_EQ(budget.held_bytes(), 100u);
  }
  EXPECT_EQ(budget.held_bytes(), 0u);
}

TEST(HeldBody, a_body_of_unknown_length_is_counted_as_it_comes) {
  const BodyBudget budget(1000);
  HeldBody body(budget);
  EXPECT_TRUE(body.append(bytes_of("abc")));
  EXPECT_TRUE(body.append(bytes_of("def")));
  EXPECT_EQ(text_of(body.bytes()), "abcdef");
  EXPECT_GE(budget.held_bytes(), 6u);
  EXPECT_FALSE(body.append(bytes_of(std::string(1000, 'x'))));
  EXPECT_EQ(text_of(body.bytes()), "abcdef");
}

TEST(HeldBody, a_length_beyond_every_bound_is_refused) {
  HeldBody body(BodyBudget(100));
  EXPECT_FALSE(body.reserve(static_cast<std::size_t>(-1)));
  EXPECT_EQ(body.bytes().size(), 0u);
}

}  // namespace
}  // namespace pixiu::http
