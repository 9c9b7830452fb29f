#pragma once

#include "base/bytes.h"
#include "base/timestamp.h"
#include "crypto/certificate.h"

#include <optional>
#include <string>
#include <string_view>

// Stapled answers about revocation (RFC 6960), as C2PA's rVals header brings them. Nothing is
// fetched.
namespace pixiu::crypto {

inline constexpr std::size_t ocsp_response_bytes_max = 64u << 10;

enum class OcspOutcome {
  good,        // the responder says: not revoked, at a time the answer speaks for
  revoked,     // revoked at or before the time asked about
  unknown,     // the responder does not know the certificate
  not_usable,  // malformed, not about this certificate, not signed by its issuer or a responder
               // the issuer named, or not about the time asked about
};

// "good", "revoked", "unknown", "not_usable".
std::string_view ocsp_outcome_name(OcspOutcome outcome);

struct OcspCheck {
  OcspOutcome outcome = OcspOutcome::not_usable;
  std::string reason;  // why it is not usable; or the reason of the revocation; in English
  std::optional<Timestamp> produced_at;
  std::optional<Timestamp> this_update;
  std::optional<Timestamp> next_update;
  // When it was revoked; also set with `good` when that was after the time asked about.
  std::optional<Timestamp> revoked_at;
};

// Checks a DER OCSPResponse about `subject`, issued by `issuer`, for the time `at`.
//
// The answer must be signed by the issuer itself or by a certificate of the issuer's with the
// OCSPSigning purpose that was valid when the answer was produced. It speaks for `at` when `at` is
// not after nextUpdate (without one: at most 24 hours after thisUpdate). An `at` before thisUpdate
// is spoken for too, since what is not revoked later was not revoked before. Of several entries
// about the certificate the worst counts.
// Cost: two signature checks at most.
OcspCheck check_ocsp(ByteView response, const Certificate& subject, const Certificate& issuer,
                     Timestamp at);

}  // namespace pixiu::crypto
