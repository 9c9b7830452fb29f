#pragma once

#include "base/result.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

struct sockaddr;

namespace pixiu::outbound {

// An address of IPv6; one of IPv4 is held as ::ffff:a.b.c.d (RFC 4291, 2.5.5.2).
using Address = std::array<std::uint8_t, 16>;

// Of the families AF_INET and AF_INET6; Errors: unsupported.
Result<Address> address_of(const sockaddr& socket_address);

// The addresses that share their first bits.
class AddressRange {
 public:
  // "10.0.0.0/8", "fd00::/8", or one address. Errors: invalid_input.
  static Result<AddressRange> parse(std::string_view text);

  bool contains(const Address& address) const;

 private:
  AddressRange(const Address& first, int prefix_bits) : first_(first), prefix_bits_(prefix_bits) {}

  Address first_;
  int prefix_bits_;
};

// Whether an address is on the public internet: in none of the special-purpose registries of IANA
// (RFC 6890 and its updates) that are not globally reachable. Addresses of IPv4 inside of IPv6
// (mapped, NAT64, 6to4) are looked at as what they lead to.
bool is_public(const Address& address);

}  // namespace pixiu::outbound
