#include "outbound/address_range.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <string>

#include <arpa/inet.h>
#include <netinet/in.h>

namespace pixiu::outbound {
namespace {

constexpr int address_bits = 128;
constexpr int version_4_bits = 32;
constexpr std::size_t version_4_offset = 12;
constexpr std::array<std::uint8_t, 12> mapped_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

Address mapped(const void* version_4) {
  Address address{};
  std::copy(mapped_prefix.begin(), mapped_prefix.end(), address.begin());
  std::memcpy(address.data() + version_4_offset, version_4, 4);
  return address;
}

bool is_mapped(const Address& address) {
  return std::equal(mapped_prefix.begin(), mapped_prefix.end(), address.begin());
}

bool is_in_any(const Address& address, const std::vector<AddressRange>& ranges) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](const AddressRange& range) { return range.contains(address); });
}

std::vector<AddressRange> parsed(std::initializer_list<const char*> texts) {
  std::vector<AddressRange> ranges;
  for (const char* text : texts) ranges.push_back(AddressRange::parse(text).value());
  return ranges;
}

// www.iana.org/assignments/iana-ipv4-special-registry: "globally reachable" is not true; and
// multicast.
bool is_public_version_4(const Address& address) {
  static const std::vector<AddressRange> ranges =
      parsed({"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
              "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
              "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"});
  return !is_in_any(address, ranges);
}

}  // namespace

Result<Address> address_of(const sockaddr& socket_address) {
  if (socket_address.sa_family == AF_INET) {
    sockaddr_in version_4{};
    std::memcpy(&version_4, &socket_address, sizeof version_4);
    return mapped(&version_4.sin_addr);
  }
  if (socket_address.sa_family == AF_INET6) {
    sockaddr_in6 version_6{};
    std::memcpy(&version_6, &socket_address, sizeof version_6);
    Address address{};
    std::memcpy(address.data(), &version_6.sin6_addr, address.size());
    return address;
  }
  return Error{ErrorCode::unsupported, "not an internet address"};
}

Result<AddressRange> AddressRange::parse(std::string_view text) {
  const Error refused{ErrorCode::invalid_input,
                      "a range of addresses is written as 10.0.0.0/8 or fd00::/8"};
  const std::size_t slash = text.find('/');
  const std::string address_text(text.substr(0, slash));
  in_addr version_4{};
  Address first{};
  int bits_before = 0;
  if (::inet_pton(AF_INET, address_text.c_str(), &version_4) == 1) {
    first = mapped(&version_4);
    bits_before = address_bits - version_4_bits;
  } else if (::inet_pton(AF_INET6, address_text.c_str(), first.data()) != 1) {
    return refused;
  }
  int prefix_bits = address_bits - bits_before;
  if (slash != std::string_view::npos) {
    const std::string_view digits = text.substr(slash + 1);
    int given = -1;
    const auto [end, problem] =
        std::from_chars(digits.data(), digits.data() + digits.size(), given);
    if (problem != std::errc() || end != digits.data() + digits.size() || given < 0 ||
        given > prefix_bits) {
      return refused;
    }
    prefix_bits = given;
  }
  return AddressRange(first, bits_before + prefix_bits);
}

bool AddressRange::contains(const Address& address) const {
  for (int bit = 0; bit < prefix_bits_; bit += 8) {
    const auto index = static_cast<std::size_t>(bit / 8);
    const int bits = std::min(8, prefix_bits_ - bit);
    const int mask = 0xff & (0xff << (8 - bits));
    if (((address[index] ^ first_[index]) & mask) != 0) return false;
  }
  return true;
}

bool is_public(const Address& address) {
  if (is_mapped(address)) return is_public_version_4(address);
  static const AddressRange nat64 = AddressRange::parse("64:ff9b::/96").value();
  static const AddressRange six_to_four = AddressRange::parse("2002::/16").value();
  if (nat64.contains(address)) {
    return is_public_version_4(mapped(address.data() + version_4_offset));
  }
  if (six_to_four.contains(address)) return is_public_version_4(mapped(address.data() + 2));
  // Only 2000::/3 is given out for the public internet; the rest are exceptions within it
  // (www.iana.org/assignments/iana-ipv6-special-registry).
  static const AddressRange global = AddressRange::parse("2000::/3").value();
  static const std::vector<AddressRange> exceptions =
      parsed({"2001::/23", "2001:db8::/32", "3fff::/20"});
  return global.contains(address) && !is_in_any(address, exceptions);
}

}  // namespace pixiu::outbound
