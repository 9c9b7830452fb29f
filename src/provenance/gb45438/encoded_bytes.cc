#include "provenance/gb45438/encoded_bytes.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace pixiu::provenance::gb45438 {
namespace {

std::optional<unsigned> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  return std::nullopt;
}

std::optional<unsigned> base64_digit(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<unsigned>(c - 'A');
  if (c >= 'a' && c <= 'z') return static_cast<unsigned>(c - 'a' + 26);
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0' + 52);
  if (c == '+' || c == '-') return 62;
  if (c == '/' || c == '_') return 63;
  return std::nullopt;
}

// `bits` a character; empty when a character is no digit or nothing comes of it.
template <class Digit>
Bytes decoded(std::string_view text, unsigned bits, Digit digit) {
  Bytes bytes;
  std::uint32_t pending = 0;
  unsigned count = 0;
  for (const char c : text) {
    const std::optional<unsigned> value = digit(c);
    if (!value) return {};
    pending = (pending << bits | *value) & 0xFFFF;
    count += bits;
    if (count < 8) continue;
    count -= 8;
    bytes.push_back(static_cast<std::byte>(pending >> count & 0xFF));
  }
  return bytes;
}

}  // namespace

std::vector<Bytes> readings_as_bytes(const std::string& text) {
  constexpr std::size_t size_max = 16u << 10;
  if (text.empty() || text.size() > size_max) return {};
  std::vector<Bytes> readings;
  if (text.size() % 2 == 0) {
    if (Bytes bytes = decoded(text, 4, hex_digit); !bytes.empty()) {
      readings.push_back(std::move(bytes));
    }
  }
  const std::string_view unpadded(text.data(), text.find_last_not_of('=') + 1);
  if (Bytes bytes = decoded(unpadded, 6, base64_digit); !bytes.empty()) {
    readings.push_back(std::move(bytes));
  }
  return readings;
}

}  // namespace pixiu::provenance::gb45438
