#pragma once

#include "base/bytes.h"
#include "base/check.h"

#include <memory>

// Owners of OpenSSL's objects, for this folder alone.
namespace pixiu::c2pa_signer {

template <class T, class Free>
std::shared_ptr<T> owned(T* object, Free free) {
  PIXIU_CHECK(object != nullptr);
  return std::shared_ptr<T>(object, free);
}

// What an i2d function writes.
template <class T, class I2d>
Bytes der_of(I2d i2d, T* object) {
  const int size = i2d(object, nullptr);
  PIXIU_CHECK(size > 0);
  Bytes bytes(static_cast<std::size_t>(size));
  auto* at = reinterpret_cast<unsigned char*>(bytes.data());
  PIXIU_CHECK(i2d(object, &at) == size);
  return bytes;
}

inline const unsigned char* octets(ByteView bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

}  // namespace pixiu::c2pa_signer
