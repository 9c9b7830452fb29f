#pragma once

#include "crypto/certificate.h"
#include "crypto/certificate_chain.h"

#include <functional>
#include <map>
#include <string>

namespace pixiu::crypto {

// Certificates that were read and paths that were built before, for one examination: what is signed
// several times over mostly brings the same ones, and reading them and checking their signatures is
// what costs most about it. Answers are the same as without it. Not thread-safe.
class CertificateCache {
 public:
  // As Certificate::parse.
  Result<Certificate> parse(ByteView der);

  // As check_chain.
  ChainResult check_chain(const Certificate& leaf, std::span<const Certificate> intermediates,
                          const TrustList& trust, CertificateUse use, Timestamp at);

 private:
  std::map<std::string, Certificate, std::less<>> certificates_;  // by their bytes
  std::map<std::string, ChainResult, std::less<>> paths_;         // by all that goes into them
};

}  // namespace pixiu::crypto
