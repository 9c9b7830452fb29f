#pragma once

#include "base/bytes.h"
#include "base/entropy.h"
#include "base/result.h"
#include "base/sensitive.h"
#include "base/timestamp.h"
#include "crypto/ed25519.h"
#include "tlog/note.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Keys that sign notes, and their verification (C2SP signed-note, tlog-cosignature). Thread-safe.
namespace pixiu::tlog {

// The assigned identifier bytes this version knows. One table in note_key.cc says how each is
// verified; ML-DSA-44 (0x06) is a row to come.
enum class SignatureType : std::uint8_t {
  ed25519 = 0x01,         // over the text
  cosignature_v1 = 0x04,  // Ed25519 over a header, a time and the text; the time precedes it
};

// A public key under a name. Immutable.
class VerifierKey {
 public:
  // "name+hex key id+base64(type || public key)". Errors: invalid_input (malformed, or the id is
  // not the key's), unsupported (a signature type that is not known here).
  static Result<VerifierKey> parse(std::string_view vkey);

  // The name must be a key name (checked).
  VerifierKey(std::string name, SignatureType type, const crypto::Ed25519PublicKey& public_key);

  const std::string& name() const { return name_; }
  std::uint32_t key_id() const { return key_id_; }
  SignatureType type() const { return type_; }
  const crypto::Ed25519PublicKey& public_key() const { return public_key_; }
  std::string vkey() const;

  // Whether the line claims to be of this key: name and id agree.
  bool is_of(const NoteSignature& signature) const;

  friend bool operator==(const VerifierKey&, const VerifierKey&) = default;

 private:
  std::string name_;
  std::uint32_t key_id_ = 0;
  SignatureType type_;
  crypto::Ed25519PublicKey public_key_;
};

// A signature that a known key made.
struct VerifiedSignature {
  std::size_t key_index = 0;            // into the keys that were given
  std::size_t signature_index = 0;      // into the note's signatures
  std::optional<std::uint64_t> time_s;  // of a cosignature: POSIX seconds
};

// Verifies every signature of a key that is given, and overlooks the others.
// Errors: permission_denied when a known key's signature does not verify (the whole note is
// refused) or when there is none of a known key.
Result<std::vector<VerifiedSignature>> verify_note(const Note& note,
                                                   std::span<const VerifierKey> known);

// A private key under a name. Movable. Its secret is wiped when it goes.
class SigningKey {
 public:
  // The name must be a key name (checked). Errors: invalid_input unless the seed has 32 bytes.
  static Result<SigningKey> from_seed(std::string name, SignatureType type, ByteView seed);

  // "PRIVATE+KEY+name+hex key id+base64(type || seed)", the form Go's note package writes; a line
  // feed at its end is overlooked. Errors: invalid_input, unsupported; never with a part of the
  // key.
  static Result<SigningKey> parse(std::string_view skey);

  const VerifierKey& verifier() const { return verifier_; }

  // A signature line for the text, which ends with a line feed (checked). `now` is used by
  // cosignatures, which hold the second they were made in.
  NoteSignature sign(std::string_view text, Timestamp now) const;

 private:
  SigningKey(VerifierKey verifier, crypto::Ed25519KeyPair pair);

  VerifierKey verifier_;
  crypto::Ed25519KeyPair pair_;
};

// A new key's secret form, as SigningKey::parse reads it. For key files; never for a log line.
Sensitive<std::string> make_signing_key(std::string_view name, SignatureType type,
                                        Entropy& entropy);

}  // namespace pixiu::tlog
