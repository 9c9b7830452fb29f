#pragma once

#include "tests/c2pa_signer/pki.h"

#include <optional>
#include <string>

// A time stamp authority (RFC 3161) and an OCSP responder (RFC 6960) in memory.
namespace pixiu::c2pa_signer {

struct StampRecipe {
  Timestamp time = day("2024-06-01");
  std::string imprint_digest = "SHA256";
  std::string signature_digest = "SHA256";
  bool names_its_certificate = true;  // the signing certificate attribute
  std::vector<Bytes> more_certificates;
};

// A TimeStampToken over `stamped`.
Bytes time_stamp_token(const Party& authority, ByteView stamped, const StampRecipe& recipe = {});

// A TimeStampResp that grants the token.
Bytes time_stamp_response(ByteView token);

// A TimeStampResp that refuses.
Bytes time_stamp_refusal();

enum class OcspStatus { good, revoked, unknown };

struct OcspRecipe {
  OcspStatus status = OcspStatus::good;
  Timestamp produced_at = day("2024-06-01");
  Timestamp this_update = day("2024-06-01");
  std::optional<Timestamp> next_update = day("2024-06-08");
  Timestamp revoked_at = day("2024-03-01");
  int revocation_reason = 1;  // keyCompromise
  std::string naming_digest = "SHA1";
};

// A DER OCSPResponse about `subject`, signed by `responder`, which may be the issuer itself.
Bytes ocsp_response(const Party& responder, const Party& subject, const Party& issuer,
                    const OcspRecipe& recipe = {});

// A DER OCSPResponse that only says "try later".
Bytes ocsp_try_later();

}  // namespace pixiu::c2pa_signer
