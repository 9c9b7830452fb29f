#pragma once

#include "base/clock.h"
#include "base/entropy.h"
#include "base/result.h"

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace pixiu {

// A UUID of version 7 (RFC 9562, section 5.7): 48 bits of Unix milliseconds, then 74 random bits,
// so that ids made later sort later. The raw form behind Id.
struct Uuid {
  std::array<std::uint8_t, 16> bytes{};

  friend auto operator<=>(const Uuid&, const Uuid&) = default;
};

// The time must be 1970 or later and fit 48 bits, which every clock's does until the year 10889.
Uuid make_uuid(const Clock& clock, Entropy& entropy);

// 36 characters, lower-case: "01890a5d-ac96-774b-bcce-b302099a8057".
std::string format_uuid(const Uuid& uuid);

// That form, with hex digits in either case. Errors: invalid_input, also for other UUID versions.
Result<Uuid> parse_uuid(std::string_view text);

// An identifier of one kind of thing: `using ClaimId = Id<struct ClaimTag>;`. Ids of different
// kinds do not convert into or compare with each other, and nothing can be computed from one.
template <class Tag>
class Id {
 public:
  static Id make(const Clock& clock, Entropy& entropy) { return Id(make_uuid(clock, entropy)); }

  // Errors: invalid_input.
  static Result<Id> parse(std::string_view text) {
    const Result<Uuid> uuid = parse_uuid(text);
    if (!uuid) return uuid.error();
    return Id(*uuid);
  }

  std::string text() const { return format_uuid(uuid_); }

  friend auto operator<=>(const Id&, const Id&) = default;

 private:
  explicit Id(const Uuid& uuid) : uuid_(uuid) {}
  friend struct std::hash<Id>;

  Uuid uuid_;
};

}  // namespace pixiu

template <class Tag>
struct std::hash<pixiu::Id<Tag>> {
  // The last eight bytes are random; the first are a time.
  std::size_t operator()(const pixiu::Id<Tag>& id) const noexcept {
    std::size_t value = 0;
    for (std::size_t i = 8; i < 16; ++i) value = (value << 8) | id.uuid_.bytes[i];
    return value;
  }
};
