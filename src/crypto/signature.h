#pragma once

#include "base/bytes.h"
#include "base/result.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

// Verification of signatures over bytes in memory. Needs warm_up() (crypto/warm_up.h) before a
// sandbox is locked; opens no file. Thread-safe.
namespace pixiu::crypto {

// COSE names (RFC 9053, RFC 8812) and China's SM3withSM2 (GM/T 0009-2012, GB/T 32918.2).
enum class SignatureAlgorithm {
  es256,         // ECDSA with SHA-256
  es384,         // ECDSA with SHA-384
  es512,         // ECDSA with SHA-512
  ps256,         // RSASSA-PSS, SHA-256, MGF1 with SHA-256, salt of 32 bytes
  ps384,         // the same with SHA-384, salt of 48 bytes
  ps512,         // the same with SHA-512, salt of 64 bytes
  ed25519,       // EdDSA, pure, RFC 8032
  sm3_with_sm2,  // user id "1234567812345678"
};

// "ES256" ... "PS512", "EdDSA", "SM3withSM2".
std::string_view signature_algorithm_name(SignatureAlgorithm algorithm);

// By the identifier of the IANA COSE registry: -7 -35 -36 -37 -38 -39 -8; nothing for any other.
std::optional<SignatureAlgorithm> signature_algorithm_of_cose(std::int64_t identifier);

enum class KeyKind { rsa, rsa_pss, p256, p384, p521, ed25519, sm2, other };

// "RSA", "RSA-PSS", "P-256", "P-384", "P-521", "Ed25519", "SM2", "other".
std::string_view key_kind_name(KeyKind kind);

// A public key. Cheap to copy; immutable.
class PublicKey {
 public:
  // A DER SubjectPublicKeyInfo (RFC 5280, 4.1.2.7) of at most 8 KiB, without bytes after it.
  // Errors: invalid_input, limit_exceeded.
  static Result<PublicKey> from_spki(ByteView der);

  // A point of the SM2 curve as SEC 1 writes it: 04 x y (65 bytes), 02/03 x (33 bytes), or the
  // bare x y (64 bytes) that Chinese key files use.
  // Errors: invalid_input (another length, or not on the curve).
  static Result<PublicKey> sm2_from_point(ByteView point);

  KeyKind kind() const;
  int bits() const;  // of the modulus or the curve's order; 0 when unknown

  struct State;
  explicit PublicKey(std::shared_ptr<const State> state);
  const State& state() const { return *state_; }

 private:
  std::shared_ptr<const State> state_;
};

enum class SignatureCheck {
  valid,
  mismatch,   // well formed, but not this key's signature over this message
  malformed,  // not of the algorithm's form: wrong length, DER where r||s is due, empty
  wrong_key,  // the key is not of the kind the algorithm needs, or outside 2048..8192 RSA bits
};

// Checks a signature over a message.
//
// ECDSA signatures are r||s, each as long as the curve's order (RFC 9053, 2.1), with a key on
// P-256, P-384 or P-521 whatever the digest; a DER encoding is `malformed`. RSA keys must be of
// 2048..8192 bits. SM2 signatures are r||s (64 bytes) or DER: both are in use.
// Cost: below 1 ms for short messages, RSA-8192 included; one digest of the message.
SignatureCheck verify(const PublicKey& key, SignatureAlgorithm algorithm, ByteView message,
                      ByteView signature);

}  // namespace pixiu::crypto
