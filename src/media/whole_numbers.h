#pragma once

#include "base/bytes.h"

#include <cstddef>
#include <cstdint>

namespace pixiu::media {

// Whole numbers read from foreign bytes. The caller has checked that they are there.
inline std::uint8_t byte_at(ByteView bytes, std::size_t offset) {
  return static_cast<std::uint8_t>(bytes[offset]);
}

inline std::uint16_t big_endian_16(ByteView bytes, std::size_t offset) {
  return static_cast<std::uint16_t>((byte_at(bytes, offset) << 8) | byte_at(bytes, offset + 1));
}

inline std::uint32_t big_endian_32(ByteView bytes, std::size_t offset) {
  return (std::uint32_t{big_endian_16(bytes, offset)} << 16) | big_endian_16(bytes, offset + 2);
}

inline std::uint16_t little_endian_16(ByteView bytes, std::size_t offset) {
  return static_cast<std::uint16_t>(byte_at(bytes, offset) | (byte_at(bytes, offset + 1) << 8));
}

inline std::uint32_t little_endian_32(ByteView bytes, std::size_t offset) {
  return little_endian_16(bytes, offset) |
         (std::uint32_t{little_endian_16(bytes, offset + 2)} << 16);
}

// True when `bytes` begins with `signature` at `offset`.
inline bool has_signature(ByteView bytes, std::size_t offset, std::string_view signature) {
  return bytes.size() >= offset + signature.size() &&
         text_of(bytes.subspan(offset, signature.size())) == signature;
}

}  // namespace pixiu::media
