#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "base/timestamp.h"
#include "crypto/certificate_cache.h"
#include "crypto/certificate_chain.h"
#include "provenance/c2pa/report.h"
#include "provenance/c2pa/status.h"

#include <string>
#include <string_view>

namespace pixiu::provenance::c2pa {

// Whom the operator trusts. Empty lists trust nobody.
struct C2paTrust {
  crypto::TrustList signers;
  crypto::TrustList time_stamp_authorities;

  bool is_empty() const { return signers.is_empty() && time_stamp_authorities.is_empty(); }
  // Lower-case hexadecimal, of both lists: outcomes depend on them. Empty when they are.
  std::string sha256() const;
};

// Checks a claim's signature: the COSE_Sign1, time stamps (sigTst2 before sigTst), the
// certificate's profile, its validity at the time of signing (of a trusted time stamp, else `now`),
// its path to an anchor, stapled OCSP answers, and the signature itself. Adds ALL results under
// `uri`.
//
// Whether the certificate leads to an anchor is judged at a time at which it was valid, so that an
// aged certificate of a known signer is told from an unknown one.
// Cost: some signature checks and the parsing of certificates, about 5 ms with a time stamp.
SignerReport check_claim_signature(ByteView cose, ByteView claim, std::string_view uri,
                                   const C2paTrust& trust, Timestamp now,
                                   crypto::CertificateCache& cache, StatusList& results);

}  // namespace pixiu::provenance::c2pa
