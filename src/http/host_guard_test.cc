#include "http/host_guard.h"

#include <gtest/gtest.h>

namespace pixiu::http {
namespace {

TEST(HostGuard, only_loopback_addresses_may_be_listened_on) {
  EXPECT_EQ(*loopback_address("127.0.0.1"), "127.0.0.1");
  EXPECT_EQ(*loopback_address("127.8.9.255"), "127.8.9.255");
  EXPECT_EQ(*loopback_address("localhost"), "127.0.0.1");
  EXPECT_EQ(*loopback_address("::1"), "::1");
  EXPECT_EQ(*loopback_address("[::1]"), "::1");
  for (const auto* other :
       {"", "0.0.0.0", "::", "10.0.0.1", "192.168.1.2", "128.0.0.1", "127.0.0.1.example.org",
        "127.0.0.256", "127.0.0", "127.0.0.01", "127.1", "example.org", "::ffff:127.0.0.1"}) {
    const auto address = loopback_address(other);
    ASSERT_FALSE(address) << other;
    EXPECT_EQ(address.error().code, ErrorCode::permission_denied);
    EXPECT_NE(address.error().message.find("no users yet"), std::string::npos);
  }
}

TEST(HostGuard, a_host_must_be_ours_with_our_port) {
  const HostGuard guard("127.0.0.1", 8080);
  for (const auto* good : {"127.0.0.1:8080", "localhost:8080", "LocalHost:8080", "[::1]:8080"}) {
    EXPECT_TRUE(guard.accepts_host(good)) << good;
  }
  for (const auto* bad :
       {"", "127.0.0.1", "127.0.0.1:80", "127.0.0.1:08080", "127.0.0.1:8080 ", "localhost:8081",
        "evil.example:8080", "localhost.evil.example:8080", "127.0.0.1:8080@evil.example",
        "user@127.0.0.1:8080", "::1:8080", "127.0.0.2:8080", "0.0.0.0:8080"}) {
    EXPECT_FALSE(guard.accepts_host(bad)) << bad;
  }
}

TEST(HostGuard, the_address_listened_on_is_ours_too) {
  EXPECT_TRUE(HostGuard("127.0.0.2", 8080).accepts_host("127.0.0.2:8080"));
}

TEST(HostGuard, the_port_may_be_missing_only_when_it_is_80) {
  EXPECT_TRUE(HostGuard("127.0.0.1", 80).accepts_host("localhost"));
  EXPECT_TRUE(HostGuard("127.0.0.1", 80).accepts_host("localhost:80"));
  EXPECT_FALSE(HostGuard("127.0.0.1", 8080).accepts_host("localhost"));
}

TEST(HostGuard, an_origin_must_be_ours) {
  const HostGuard guard("127.0.0.1", 8080);
  EXPECT_TRUE(guard.accepts_origin("http://127.0.0.1:8080"));
  EXPECT_TRUE(guard.accepts_origin("http://localhost:8080"));
  for (const auto* bad : {"null", "", "http://", "https://127.0.0.1:8080", "http://127.0.0.1:8081",
                          "http://evil.example", "http://127.0.0.1:8080/", "127.0.0.1:8080"}) {
    EXPECT_FALSE(guard.accepts_origin(bad)) << bad;
  }
}

TEST(HostGuard, the_url_of_the_server_can_be_opened) {
  EXPECT_EQ(server_url("127.0.0.1", 8080), "http://127.0.0.1:8080");
  EXPECT_EQ(server_url("::1", 1), "http://[::1]:1");
}

}  // namespace
}  // namespace pixiu::http
