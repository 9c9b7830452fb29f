#include "base/base64.h"

#include <array>
#include <cstdint>

namespace pixiu {
namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t no_digit = 64;

constexpr std::array<std::uint8_t, 256> make_digits() {
  std::array<std::uint8_t, 256> digits{};
  digits.fill(no_digit);
  for (std::uint8_t i = 0; i < 64; ++i) digits[static_cast<std::uint8_t>(alphabet[i])] = i;
  return digits;
}

constexpr std::array<std::uint8_t, 256> digits = make_digits();

}  // namespace

std::string to_base64(ByteView bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const auto left = bytes.size() - i;
    auto group = std::to_integer<unsigned>(bytes[i]) << 16;
    if (left > 1) group |= std::to_integer<unsigned>(bytes[i + 1]) << 8;
    if (left > 2) group |= std::to_integer<unsigned>(bytes[i + 2]);
    text.push_back(alphabet[group >> 18]);
    text.push_back(alphabet[(group >> 12) & 63]);
    text.push_back(left > 1 ? alphabet[(group >> 6) & 63] : '=');
    text.push_back(left > 2 ? alphabet[group & 63] : '=');
  }
  return text;
}

Result<Bytes> from_base64(std::string_view text) {
  const Error malformed{ErrorCode::invalid_input, "not base 64 with padding (RFC 4648, section 4)"};
  if (text.size() % 4 != 0) return malformed;
  std::size_t padding = 0;
  while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;
  const std::size_t size = text.size() / 4 * 3 - padding;
  Bytes bytes;
  bytes.reserve(size + padding);
  for (std::size_t i = 0; i < text.size(); i += 4) {
    std::uint32_t group = 0;
    for (std::size_t j = i; j < i + 4; ++j) {
      const bool is_padding = j >= text.size() - padding;
      const std::uint8_t digit = is_padding ? 0 : digits[static_cast<std::uint8_t>(text[j])];
      if (digit == no_digit) return malformed;
      group = (group << 6) | digit;
    }
    for (const int shift : {16, 8, 0}) bytes.push_back(static_cast<std::byte>(group >> shift));
  }
  // The bits that padding cuts off must be zero.
  for (std::size_t i = size; i < bytes.size(); ++i) {
    if (bytes[i] != std::byte{0}) return malformed;
  }
  bytes.resize(size);
  return bytes;
}

}  // namespace pixiu
