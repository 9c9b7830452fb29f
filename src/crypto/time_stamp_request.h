#pragma once

#include "base/bytes.h"
#include "base/entropy.h"
#include "crypto/digest.h"

#include <string>

// Requests for time stamps (RFC 3161, section 2.4.1).
namespace pixiu::crypto {

struct TimeStampRequest {
  Bytes der;              // the body of a POST with "application/timestamp-query"
  std::string nonce_hex;  // as TimeStampCheck says of the answer: upper case, no leading zeros
};

// Asks for a time stamp over `stamped`, of which only the digest is sent, with a nonce of 64 random
// bits and for the authority's certificate. SHA-256 or SM3 (others checked); RFC 3161 leaves the
// algorithm open, and authorities in China stamp SM3.
TimeStampRequest make_time_stamp_request(DigestAlgorithm imprint, ByteView stamped,
                                         Entropy& entropy);

}  // namespace pixiu::crypto
