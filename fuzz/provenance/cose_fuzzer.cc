#include "provenance/c2pa/cose.h"
#include "provenance/c2pa/signature_check.h"

#include <cstdint>
#include <cstdlib>
#include <span>

// A COSE_Sign1 over a fixed claim. The seeds are signed over another one, so no signature may hold.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pixiu;
  namespace c2pa = provenance::c2pa;
  const ByteView cose = std::as_bytes(std::span(data, size));
  const auto parsed = c2pa::read_cose_signature(cose);
  if (parsed && parsed->signature.size() > size) std::abort();
  const Timestamp now = *parse_timestamp("2025-01-01T00:00:00Z");
  crypto::CertificateCache cache;
  c2pa::StatusList results;
  const c2pa::SignerReport report = c2pa::check_claim_signature(
      cose, bytes_of("another claim"), "self#jumbf=", {}, now, cache, results);
  if (report.is_trusted || report.is_stamp_trusted) std::abort();  // nobody is trusted here
  return 0;
}
