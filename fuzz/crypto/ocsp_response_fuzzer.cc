#include "certificates.h"
#include "crypto/ocsp.h"

#include <cstdint>
#include <cstdlib>
#include <span>

// A DER OCSPResponse. Of a stranger's certificate it may never say anything.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pixiu;
  static const crypto::Certificate root = crypto::parse_pem_certificates(fuzz::root_pem)->front();
  static const crypto::Certificate issuer =
      crypto::parse_pem_certificates(fuzz::intermediate_pem)->front();
  static const crypto::Certificate leaf = crypto::parse_pem_certificates(fuzz::leaf_pem)->front();
  const ByteView bytes = std::as_bytes(std::span(data, size));
  const Timestamp at = *parse_timestamp("2024-06-02T00:00:00Z");
  static_cast<void>(crypto::check_ocsp(bytes, leaf, issuer, at));
  const crypto::OcspCheck about_root = crypto::check_ocsp(bytes, root, root, at);
  if (about_root.outcome != crypto::OcspOutcome::not_usable) std::abort();
  return 0;
}
