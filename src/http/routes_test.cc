#include "http/routes.h"

#include <gtest/gtest.h>

namespace pixiu::http {
namespace {

TEST(Routes, a_path_and_a_method_lead_to_a_call) {
  ASSERT_NE(match_route("POST", "/v1/inspect").route, nullptr);
  EXPECT_EQ(match_route("POST", "/v1/inspect").route->call, Call::inspect);
  EXPECT_EQ(match_route("GET", "/").route->call, Call::console_page);
  EXPECT_EQ(match_route("GET", "/assets/index-Ab12.js").route->call, Call::console_asset);
}

TEST(Routes, head_is_answered_wherever_get_is) {
  EXPECT_NE(match_route("HEAD", "/healthz").route, nullptr);
  EXPECT_EQ(match_route("HEAD", "/v1/inspect").route, nullptr);
}

TEST(Routes, a_wrong_method_names_the_right_ones) {
  const auto match = match_route("DELETE", "/healthz");
  EXPECT_EQ(match.route, nullptr);
  EXPECT_TRUE(match.is_known_path);
  EXPECT_EQ(match.allow, "GET, HEAD");
  EXPECT_EQ(match_route("GET", "/v1/inspect").allow, "POST");
}

TEST(Routes, what_stands_for_a_part_of_the_path_is_handed_on) {
  EXPECT_EQ(match_route("GET", "/v1/exhibits/abc").parameter, "abc");
  const auto custody = match_route("GET", "/v1/exhibits/abc/custody");
  ASSERT_NE(custody.route, nullptr);
  EXPECT_EQ(custody.route->call, Call::exhibit_custody);
  EXPECT_EQ(custody.parameter, "abc");
  EXPECT_EQ(match_route("GET", "/log/tile/0/x001/234.p/5").parameter, "0/x001/234.p/5");
  EXPECT_FALSE(match_route("GET", "/v1/exhibits/a/b").is_known_path);
  EXPECT_FALSE(match_route("GET", "/v1/exhibits//custody").is_known_path);
  EXPECT_FALSE(match_route("GET", "/log/tile/").is_known_path);
}

TEST(Routes, unknown_paths_fit_nowhere) {
  for (const auto* path : {"", "/v1", "/v1/inspect/", "/assets", "/assets/", "/assets/a/b",
                           "/assets/../healthz", "/HEALTHZ", "//healthz"}) {
    EXPECT_FALSE(match_route("GET", path).is_known_path) << path;
  }
}

}  // namespace
}  // namespace pixiu::http
