#pragma once

#include "crypto/openssl_handle.h"
#include "crypto/signature.h"

// Inside this module only.
namespace pixiu::crypto {

struct PublicKey::State {
  KeyHandle key;  // null for a key that OpenSSL cannot read
  KeyKind kind = KeyKind::other;
  int bits = 0;
};

// Takes a share of the key; null gives a key of kind `other`.
PublicKey public_key_of(EVP_PKEY* key);

}  // namespace pixiu::crypto
