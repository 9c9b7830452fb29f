#pragma once

#include "base/bytes.h"
#include "base/result.h"

#include <array>
#include <cstddef>
#include <memory>

// Ed25519 signatures (RFC 8032, pure), for keys that are 32 bare bytes, as logs and witnesses use
// them. Thread-safe. Opens no file.
namespace pixiu::crypto {

inline constexpr std::size_t ed25519_seed_bytes = 32;
inline constexpr std::size_t ed25519_public_key_bytes = 32;
inline constexpr std::size_t ed25519_signature_bytes = 64;

using Ed25519PublicKey = std::array<std::byte, ed25519_public_key_bytes>;
using Ed25519Signature = std::array<std::byte, ed25519_signature_bytes>;

// A private key with its public one. Movable, not copyable. The private part is wiped when the
// object goes; it can be neither printed nor read back.
class Ed25519KeyPair {
 public:
  // The pair that RFC 8032, 5.1.5, derives from a secret seed. The caller wipes its own copy.
  // Errors: invalid_input when the seed is not of 32 bytes.
  static Result<Ed25519KeyPair> from_seed(ByteView seed);

  Ed25519KeyPair(Ed25519KeyPair&&) noexcept;
  Ed25519KeyPair& operator=(Ed25519KeyPair&&) noexcept;
  ~Ed25519KeyPair();

  const Ed25519PublicKey& public_key() const { return public_key_; }

  // Deterministic: the same message gives the same signature. Cost: two digests of the message and
  // some tens of microseconds.
  Ed25519Signature sign(ByteView message) const;

 private:
  struct State;
  Ed25519KeyPair(std::unique_ptr<State> state, const Ed25519PublicKey& public_key);

  std::unique_ptr<State> state_;
  Ed25519PublicKey public_key_;
};

// True when the signature is this key's over this message; false for every other signature,
// malformed ones and those of a malformed key included.
bool ed25519_verify(const Ed25519PublicKey& key, ByteView message, ByteView signature);

}  // namespace pixiu::crypto
