#pragma once

#include "base/bytes.h"
#include "crypto/digest.h"
#include "crypto/secret_key.h"

namespace pixiu::crypto {

// HMAC-SHA-256 (RFC 2104, FIPS 198-1) of a message in memory. The key may have any length, as
// signatures of other systems want it. Thread-safe.
Digest hmac_sha256(ByteView key, ByteView message);
Digest hmac_sha256(const SecretKey& key, ByteView message);

// Whether two codes are equal, in a time that depends on their lengths alone: for every comparison
// of a code, a token or a digest of a secret with what somebody sent.
bool equals_in_constant_time(ByteView a, ByteView b);

}  // namespace pixiu::crypto
