#include "outbound/address_range.h"

#include <cstring>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <rapidcheck/gtest.h>

namespace pixiu::outbound {
namespace {

Address address(const std::string& text) {
  sockaddr_in version_4{};
  version_4.sin_family = AF_INET;
  sockaddr_in6 version_6{};
  version_6.sin6_family = AF_INET6;
  sockaddr_storage place{};
  if (::inet_pton(AF_INET, text.c_str(), &version_4.sin_addr) == 1) {
    std::memcpy(&place, &version_4, sizeof version_4);
  } else {
    EXPECT_EQ(::inet_pton(AF_INET6, text.c_str(), &version_6.sin6_addr), 1) << text;
    std::memcpy(&place, &version_6, sizeof version_6);
  }
  return address_of(reinterpret_cast<const sockaddr&>(place)).value();
}

TEST(Addresses, of_private_networks_are_not_public) {
  for (const char* text : {"127.0.0.1",
                           "127.255.0.3",
                           "0.0.0.0",
                           "10.1.2.3",
                           "172.16.0.1",
                           "172.31.255.255",
                           "192.168.0.1",
                           "169.254.169.254",
                           "100.64.0.1",
                           "224.0.0.1",
                           "255.255.255.255",
                           "::1",
                           "::",
                           "fe80::1",
                           "fd00::1",
                           "ff02::1",
                           "::ffff:127.0.0.1",
                           "::ffff:10.0.0.1",
                           "64:ff9b::7f00:1",
                           "2002:7f00:1::",
                           "2001:db8::1",
                           "::7f00:1"}) {
    EXPECT_FALSE(is_public(address(text))) << text;
  }
}

TEST(Addresses, of_the_internet_are_public) {
  for (const char* text : {"1.1.1.1", "172.32.0.1", "172.15.255.255", "100.128.0.1", "192.169.0.1",
                           "2606:4700::1111", "240e::1", "64:ff9b::101:101", "2002:101:101::"}) {
    EXPECT_TRUE(is_public(address(text))) << text;
  }
}

TEST(AddressRange, refuses_what_is_none) {
  for (const char* text : {"", "10.0.0.0/33", "10.0.0/8", "fd00::/129", "fd00::/-1", "a.example",
                           "10.0.0.0/", "10.0.0.0/8x"}) {
    EXPECT_FALSE(AddressRange::parse(text)) << text;
  }
}

RC_GTEST_PROP(AddressRange, contains_what_agrees_in_its_first_bits, (Address first)) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  RC_ASSERT(::inet_ntop(AF_INET6, first.data(), text.data(), text.size()) != nullptr);
  const int bits = *rc::gen::inRange(0, 129);
  const auto range =
      AddressRange::parse(std::string(text.data()) + "/" + std::to_string(bits)).value();
  const int flipped = *rc::gen::inRange(0, 128);
  Address other = first;
  other[static_cast<std::size_t>(flipped / 8)] ^= static_cast<std::uint8_t>(0x80 >> (flipped % 8));
  RC_ASSERT(range.contains(first));
  RC_ASSERT(range.contains(other) == (flipped >= bits));
}

}  // namespace
}  // namespace pixiu::outbound
