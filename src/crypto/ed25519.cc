#include "crypto/ed25519.h"

#include "base/check.h"
#include "crypto/openssl_handle.h"

#include <utility>

namespace pixiu::crypto {

// OpenSSL wipes the private part when the key is freed.
struct Ed25519KeyPair::State {
  KeyHandle key;
};

Result<Ed25519KeyPair> Ed25519KeyPair::from_seed(ByteView seed) {
  if (seed.size() != ed25519_seed_bytes) {
    return Error{ErrorCode::invalid_input, "an Ed25519 seed has 32 bytes"};
  }
  const LibraryScope scope;
  auto state = std::make_unique<State>();
  state->key.reset(
      EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, octets(seed), seed.size()));
  PIXIU_CHECK(state->key != nullptr);
  Ed25519PublicKey public_key{};
  std::size_t size = public_key.size();
  PIXIU_CHECK(EVP_PKEY_get_raw_public_key(state->key.get(),
                                          reinterpret_cast<unsigned char*>(public_key.data()),
                                          &size) == 1);
  PIXIU_CHECK(size == public_key.size());
  return Ed25519KeyPair(std::move(state), public_key);
}

Ed25519KeyPair::Ed25519KeyPair(std::unique_ptr<State> state, const Ed25519PublicKey& public_key)
    : state_(std::move(state)), public_key_(public_key) {}

Ed25519KeyPair::Ed25519KeyPair(Ed25519KeyPair&&) noexcept = default;
Ed25519KeyPair& Ed25519KeyPair::operator=(Ed25519KeyPair&&) noexcept = default;
Ed25519KeyPair::~Ed25519KeyPair() = default;

Ed25519Signature Ed25519KeyPair::sign(ByteView message) const {
  PIXIU_CHECK(state_ != nullptr);
  const LibraryScope scope;
  const DigestContextHandle context(EVP_MD_CTX_new());
  PIXIU_CHECK(context != nullptr);
  PIXIU_CHECK(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, state_->key.get()) == 1);
  Ed25519Signature signature{};
  std::size_t size = signature.size();
  PIXIU_CHECK(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()),
                             &size, octets(message), message.size()) == 1);
  PIXIU_CHECK(size == signature.size());
  return signature;
}

bool ed25519_verify(const Ed25519PublicKey& key, ByteView message, ByteView signature) {
  if (signature.size() != ed25519_signature_bytes) return false;
  const LibraryScope scope;
  const KeyHandle handle(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, octets(key), key.size()));
  const DigestContextHandle context(EVP_MD_CTX_new());
  if (handle == nullptr || context == nullptr) return false;
  return EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, handle.get()) == 1 &&
         EVP_DigestVerify(context.get(), octets(signature), signature.size(), octets(message),
                          message.size()) == 1;
}

}  // namespace pixiu::crypto
