#include "crypto/aead.h"

#include "base/check.h"
#include "crypto/octets.h"
#include "crypto/sodium_ready.h"

#include <algorithm>
#include <span>

#include <sodium.h>

namespace pixiu::crypto {
namespace {

constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(nonce_bytes + tag_bytes == aead_overhead_bytes);
static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == SecretKey::size_bytes);

}  // namespace

Bytes aead_seal(const SecretKey& key, ByteView plain, ByteView associated, Entropy& entropy) {
  ready_sodium();
  Bytes sealed(plain.size() + aead_overhead_bytes);
  entropy.fill(std::span(sealed).first(nonce_bytes));
  PIXIU_CHECK(crypto_aead_xchacha20poly1305_ietf_encrypt(
                  octets(sealed) + nonce_bytes, nullptr, octets(plain), plain.size(),
                  octets(associated), associated.size(), nullptr, octets(ByteView(sealed)),
                  octets(key.expose_bytes())) == 0);
  return sealed;
}

Result<Bytes> aead_open(const SecretKey& key, ByteView sealed, ByteView associated) {
  ready_sodium();
  const Error not_ours{ErrorCode::corrupted,
                       "not sealed under this key for this place, or altered since"};
  if (sealed.size() < aead_overhead_bytes) return not_ours;
  const auto body = sealed.subspan(nonce_bytes);
  Bytes plain(sealed.size() - aead_overhead_bytes);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(octets(plain), nullptr, nullptr, octets(body),
                                                 body.size(), octets(associated), associated.size(),
                                                 octets(sealed), octets(key.expose_bytes())) != 0) {
    return not_ours;
  }
  return plain;
}

Bytes wrap_key(const SecretKey& wrapping, const SecretKey& key, ByteView associated,
               Entropy& entropy) {
  return aead_seal(wrapping, key.expose_bytes(), associated, entropy);
}

Result<SecretKey> unwrap_key(const SecretKey& wrapping, ByteView wrapped, ByteView associated) {
  auto bytes = aead_open(wrapping, wrapped, associated);
  if (!bytes) return bytes.error();
  auto key = SecretKey::from_bytes(*bytes);
  wipe(*bytes);
  return key;
}

}  // namespace pixiu::crypto
