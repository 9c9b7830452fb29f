#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "base/timestamp.h"
#include "crypto/certificate.h"
#include "crypto/certificate_chain.h"
#include "provenance/c2pa/report.h"
#include "provenance/c2pa/status.h"

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace pixiu::provenance::c2pa {

// Whom the operator trusts. Empty lists trust nobody.
struct C2paTrust {
  crypto::TrustList signers;
  crypto::TrustList time_stamp_authorities;
};

// Certificates that were parsed before: the manifests of a store mostly bring the same ones, and
// parsing is what costs most about them. For one examination.
class CertificateCache {
 public:
  // As crypto::Certificate::parse.
  Result<crypto::Certificate> parse(ByteView der);

 private:
  std::map<std::string, crypto::Certificate, std::less<>> known_;  // by their bytes
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
                                   const C2paTrust& trust, Timestamp now, CertificateCache& cache,
                                   StatusList& results);

}  // namespace pixiu::provenance::c2pa
