#include "media/utf16.h"

#include "media/utf8.h"
#include "media/whole_numbers.h"

#include <cstdint>

namespace pixiu::media {
namespace {

bool is_little_endian(ByteView bytes, bool otherwise) {
  std::size_t zeros_first = 0;
  std::size_t zeros_second = 0;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    if (bytes[i] == std::byte{0}) ++zeros_first;
    if (bytes[i + 1] == std::byte{0}) ++zeros_second;
  }
  const std::size_t half_of_units = bytes.size() / 4;
  if (zeros_second > half_of_units) return true;
  return zeros_first > half_of_units ? false : otherwise;
}

}  // namespace

std::string utf8_from_utf16(ByteView bytes, bool is_little_endian_if_unknown) {
  bool is_little = is_little_endian_if_unknown;
  if (has_signature(bytes, 0, "\xFF\xFE")) {
    is_little = true;
    bytes = bytes.subspan(2);
  } else if (has_signature(bytes, 0, "\xFE\xFF")) {
    is_little = false;
    bytes = bytes.subspan(2);
  } else {
    is_little = is_little_endian(bytes, is_little_endian_if_unknown);
  }
  const auto unit_at = [&](std::size_t offset) -> std::uint32_t {
    return is_little ? little_endian_16(bytes, offset) : big_endian_16(bytes, offset);
  };
  std::string out;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    const std::uint32_t unit = unit_at(i);
    const bool is_high = unit >= 0xD800 && unit < 0xDC00;
    const std::uint32_t next = is_high && i + 3 < bytes.size() ? unit_at(i + 2) : 0;
    if (next >= 0xDC00 && next < 0xE000) {
      append_utf8(out, 0x10000 + ((unit - 0xD800) << 10) + (next - 0xDC00));
      i += 2;
    } else if (unit >= 0xD800 && unit < 0xE000) {
      out += '?';
    } else {
      append_utf8(out, unit);
    }
  }
  return out;
}

}  // namespace pixiu::media
