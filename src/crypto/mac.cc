#include "crypto/mac.h"

#include "base/check.h"
#include "crypto/octets.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace pixiu::crypto {

Digest hmac_sha256(ByteView key, ByteView message) {
  // HMAC() takes a null key for "the key of the call before".
  static constexpr std::byte no_key{};
  const auto* key_octets = key.empty() ? octets(ByteView(&no_key, 1)) : octets(key);
  Digest code{};
  unsigned int size = 0;
  // OpenSSL's SHA-256 uses the processor's instructions for it, libsodium's does not.
  PIXIU_CHECK(HMAC(EVP_sha256(), key_octets, static_cast<int>(key.size()), octets(message),
                   message.size(), octets(std::span<std::byte>(code)), &size) != nullptr);
  PIXIU_CHECK(size == code.size());
  return code;
}

Digest hmac_sha256(const SecretKey& key, ByteView message) {
  return hmac_sha256(key.expose_bytes(), message);
}

bool equals_in_constant_time(ByteView a, ByteView b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace pixiu::crypto
