#include "base/id.h"

#include "base/check.h"

#include <optional>
#include <span>

namespace pixiu {
namespace {

constexpr std::size_t text_length = 36;
constexpr std::string_view hex_digits = "0123456789abcdef";

bool is_hyphen_place(std::size_t place) {
  return place == 8 || place == 13 || place == 18 || place == 23;
}

std::optional<unsigned> hex_value(char digit) {
  if (digit >= '0' && digit <= '9') return static_cast<unsigned>(digit - '0');
  if (digit >= 'a' && digit <= 'f') return static_cast<unsigned>(digit - 'a' + 10);
  if (digit >= 'A' && digit <= 'F') return static_cast<unsigned>(digit - 'A' + 10);
  return std::nullopt;
}

bool is_version_7(const Uuid& uuid) {
  return (uuid.bytes[6] >> 4) == 7 && (uuid.bytes[8] >> 6) == 0b10;
}

}  // namespace

Uuid make_uuid(const Clock& clock, Entropy& entropy) {
  const std::int64_t now_ms = clock.now().time_since_epoch().count();
  PIXIU_CHECK(now_ms >= 0 && now_ms < (std::int64_t{1} << 48));
  Uuid uuid;
  entropy.fill(std::as_writable_bytes(std::span(uuid.bytes)));
  for (std::size_t i = 0; i < 6; ++i) {
    uuid.bytes[i] = static_cast<std::uint8_t>(now_ms >> (40 - 8 * i));
  }
  uuid.bytes[6] = static_cast<std::uint8_t>(0x70 | (uuid.bytes[6] & 0x0f));
  uuid.bytes[8] = static_cast<std::uint8_t>(0x80 | (uuid.bytes[8] & 0x3f));
  return uuid;
}

std::string format_uuid(const Uuid& uuid) {
  std::string text;
  text.reserve(text_length);
  for (const std::uint8_t byte : uuid.bytes) {
    if (is_hyphen_place(text.size())) text += '-';
    text += hex_digits[byte >> 4];
    text += hex_digits[byte & 0x0f];
  }
  return text;
}

Result<Uuid> parse_uuid(std::string_view text) {
  const Error not_an_id{ErrorCode::invalid_input,
                        "not an id such as 01890a5d-ac96-774b-bcce-b302099a8057"};
  if (text.size() != text_length) return not_an_id;
  Uuid uuid;
  std::size_t digit_count = 0;
  for (std::size_t place = 0; place < text_length; ++place) {
    if (is_hyphen_place(place)) {
      if (text[place] != '-') return not_an_id;
      continue;
    }
    const std::optional<unsigned> value = hex_value(text[place]);
    if (!value) return not_an_id;
    std::uint8_t& byte = uuid.bytes[digit_count / 2];
    byte = static_cast<std::uint8_t>(byte * 16u + *value);
    ++digit_count;
  }
  if (!is_version_7(uuid)) {
    return Error{ErrorCode::invalid_input, "a UUID, but not of version 7 as ids are"};
  }
  return uuid;
}

}  // namespace pixiu
