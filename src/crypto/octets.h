#pragma once

#include "base/bytes.h"

#include <span>

// Bytes as C libraries want them. Inside this module only.
namespace pixiu::crypto {

inline const unsigned char* octets(ByteView bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

inline unsigned char* octets(std::span<std::byte> bytes) {
  return reinterpret_cast<unsigned char*>(bytes.data());
}

// Where both of the above would fit.
inline unsigned char* octets(Bytes& bytes) {
  return reinterpret_cast<unsigned char*>(bytes.data());
}

}  // namespace pixiu::crypto
