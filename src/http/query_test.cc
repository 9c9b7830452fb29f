#include "http/query.h"

#include <array>

#include <gtest/gtest.h>

namespace pixiu::http {
namespace {

constexpr std::array<std::string_view, 2> names = {"tenant", "claim"};

TEST(Query, known_names_are_found) {
  const auto query = Query::parse("claim=2&tenant=1=", names);
  ASSERT_TRUE(query);
  EXPECT_EQ(query->find("tenant"), "1=");
  EXPECT_EQ(query->find("claim"), "2");
  EXPECT_FALSE(Query::parse("", names)->find("claim"));
}

TEST(Query, anything_else_is_refused) {
  for (const std::string_view text : {"tenant", "tenant=1&", "&tenant=1", "tenant=1&tenant=1",
                                      "other=1", "Tenant=1", "=1", "&"}) {
    const auto query = Query::parse(text, names);
    ASSERT_FALSE(query) << text;
    EXPECT_EQ(query.error().message.find("other"), std::string::npos);
  }
}

}  // namespace
}  // namespace pixiu::http
