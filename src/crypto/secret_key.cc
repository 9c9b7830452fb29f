#include "crypto/secret_key.h"

#include <algorithm>
#include <string>

#include <sodium.h>

namespace pixiu::crypto {

void wipe(std::span<std::byte> bytes) {
  sodium_memzero(bytes.data(), bytes.size());
}

SecretKey SecretKey::generate(Entropy& entropy) {
  SecretKey key;
  entropy.fill(key.bytes_);
  return key;
}

Result<SecretKey> SecretKey::from_bytes(ByteView bytes) {
  if (bytes.size() != size_bytes) {
    return Error{ErrorCode::invalid_input,
                 "a key has 32 bytes, not " + std::to_string(bytes.size())};
  }
  SecretKey key;
  std::copy(bytes.begin(), bytes.end(), key.bytes_.begin());
  return key;
}

SecretKey::SecretKey(SecretKey&& other) noexcept : bytes_(other.bytes_) {
  wipe(other.bytes_);
}

SecretKey& SecretKey::operator=(SecretKey&& other) noexcept {
  if (this == &other) return *this;
  bytes_ = other.bytes_;
  wipe(other.bytes_);
  return *this;
}

SecretKey::~SecretKey() {
  wipe(bytes_);
}

SecretKey SecretKey::clone() const {
  SecretKey copy;
  copy.bytes_ = bytes_;
  return copy;
}

}  // namespace pixiu::crypto
