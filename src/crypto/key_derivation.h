#pragma once

#include "base/bytes.h"
#include "crypto/secret_key.h"

#include <cstddef>
#include <string_view>

// Keys from a key: HKDF with SHA-256 (RFC 5869). Rather than libsodium's crypto_kdf, whose context
// is eight characters and whose key number 64 bits, since our contexts are names and ids; and RFC
// 5869 has vectors and exists in every library, should somebody have to open our data without us.
namespace pixiu::crypto {

// The key that `key` holds for one use: HKDF without salt, info = label || 0x00 || context. Labels
// begin with "pixiu." and have no zero byte (checked).
SecretKey derive_key(const SecretKey& key, std::string_view label, ByteView context = {});

// HKDF itself, at most 255 * 32 bytes (checked).
Bytes hkdf_sha256(ByteView secret, ByteView salt, ByteView info, std::size_t size_bytes);

}  // namespace pixiu::crypto
