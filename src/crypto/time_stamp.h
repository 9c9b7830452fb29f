#pragma once

#include "base/bytes.h"
#include "base/timestamp.h"
#include "crypto/certificate_chain.h"
#include "crypto/digest.h"

#include <optional>
#include <string>
#include <string_view>

// Time stamps of RFC 3161 with the updates of RFC 5816.
namespace pixiu::crypto {

class CertificateCache;

inline constexpr std::size_t time_stamp_bytes_max = 256u << 10;

enum class TimeStampOutcome {
  trusted,           // validated, and the authority's certificate leads to a trusted anchor
  untrusted,         // validated, but by an authority that is not on the list
  malformed,         // no time stamp, a refusal, or its own signature does not verify
  mismatch,          // well formed and signed, but made for other bytes
  outside_validity,  // made when the authority's certificate was not valid
};

// "trusted", "untrusted", "malformed", "mismatch", "outside_validity".
std::string_view time_stamp_outcome_name(TimeStampOutcome outcome);

struct TimeStampCheck {
  TimeStampOutcome outcome = TimeStampOutcome::malformed;
  std::string reason;  // in English, for logs and details; empty when trusted

  // What the token says, as far as it was read; with `malformed` not to be relied on.
  std::optional<Timestamp> time;  // genTime
  std::optional<DigestAlgorithm> imprint_algorithm;
  std::string serial_hex;
  std::string policy;     // dotted object identifier
  std::string nonce_hex;  // of the request, as serial_hex is written; empty when there is none
  std::optional<Certificate> authority;
  ChainResult chain;  // of the authority, at genTime

  // The signature and the imprint are good and the authority was valid: `time` may be shown. Only
  // is_trusted() makes it a proof of when.
  bool is_validated() const {
    return outcome == TimeStampOutcome::trusted || outcome == TimeStampOutcome::untrusted;
  }
  bool is_trusted() const { return outcome == TimeStampOutcome::trusted; }
};

// Which digest a token's imprint may be made with. Its signature is of SHA-2 in any case.
enum class TimeStampImprint {
  sha2,         // what C2PA allows
  sha2_or_sm3,  // and what authorities in China stamp
};

// Reads a TimeStampResp or a bare TimeStampToken and checks it: form, CMS signature (SHA-2 only),
// signing certificate attribute, imprint over `stamped`, authority's profile (timeStamping alone,
// critical) and its path to an anchor of `authorities`, all at genTime.
// Cost: as check_chain, and one digest of `stamped`.
TimeStampCheck check_time_stamp(ByteView response_or_token, ByteView stamped,
                                const TrustList& authorities,
                                TimeStampImprint imprint = TimeStampImprint::sha2);
// The same with what was read before.
TimeStampCheck check_time_stamp(ByteView response_or_token, ByteView stamped,
                                const TrustList& authorities, CertificateCache& cache,
                                TimeStampImprint imprint = TimeStampImprint::sha2);

}  // namespace pixiu::crypto
