#pragma once

#include "base/bytes.h"
#include "base/entropy.h"
#include "base/result.h"
#include "crypto/secret_key.h"

#include <cstddef>

// Sealing of short values: XChaCha20-Poly1305 in its IETF form
// (draft-irtf-cfrg-xchacha-03), by libsodium. A random nonce of 192 bits does not repeat for as
// many values as one key will ever seal. For long contents there is sealed_stream.h.
namespace pixiu::crypto {

// What a sealed value has beyond the plain one: a nonce of 24 bytes before, a tag of 16 after.
inline constexpr std::size_t aead_overhead_bytes = 24 + 16;

// nonce || ciphertext || tag. `associated` is authenticated and not stored: opening needs the same.
Bytes aead_seal(const SecretKey& key, ByteView plain, ByteView associated, Entropy& entropy);

// Errors: corrupted when the bytes were not sealed under this key with this associated data, or
//         were altered since; which of the two cannot be told.
Result<Bytes> aead_open(const SecretKey& key, ByteView sealed, ByteView associated);

// A key sealed under another one: 72 bytes. Errors as aead_open.
inline constexpr std::size_t wrapped_key_bytes = SecretKey::size_bytes + aead_overhead_bytes;
Bytes wrap_key(const SecretKey& wrapping, const SecretKey& key, ByteView associated,
               Entropy& entropy);
Result<SecretKey> unwrap_key(const SecretKey& wrapping, ByteView wrapped, ByteView associated);

}  // namespace pixiu::crypto
