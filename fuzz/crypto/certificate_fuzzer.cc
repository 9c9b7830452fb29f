#include "crypto/certificate_chain.h"

#include <cstdint>
#include <cstdlib>
#include <span>

// A certificate in DER, or a PEM text. Whatever parses is shown, judged and set on a path that
// ends at itself; nothing that signs claims may be self-signed and trusted.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pixiu;
  const ByteView bytes = std::as_bytes(std::span(data, size));
  static_cast<void>(crypto::parse_pem_certificates(text_of(bytes)));
  const auto certificate = crypto::Certificate::parse(bytes);
  if (!certificate) return 0;
  if (certificate->fields().subject.common_name.size() > 256) std::abort();
  const crypto::TrustList trust({.anchors = {*certificate}, .allowed_end_entities = {}});
  const crypto::ChainResult result =
      crypto::check_chain(*certificate, std::span(&*certificate, 1), trust,
                          crypto::CertificateUse::claim_signing, certificate->fields().not_before);
  const bool is_trusted = result.outcome == crypto::ChainOutcome::trusted;
  if (is_trusted && certificate->is_self_signed()) std::abort();
  static_cast<void>(crypto::issuer_of(*certificate, std::span(&*certificate, 1)));
  return 0;
}
