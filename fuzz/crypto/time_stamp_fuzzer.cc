#include "certificates.h"
#include "crypto/time_stamp.h"

#include <cstdint>
#include <cstdlib>
#include <span>

// A TimeStampResp or a token. The seeds were made over "stamped", so nothing may be validated over
// other bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pixiu;
  static const crypto::TrustList trust(
      {.anchors = *crypto::parse_pem_certificates(fuzz::root_pem), .allowed_end_entities = {}});
  const ByteView bytes = std::as_bytes(std::span(data, size));
  static_cast<void>(crypto::check_time_stamp(bytes, bytes_of("stamped"), trust));
  if (crypto::check_time_stamp(bytes, bytes_of("other"), trust).is_validated()) std::abort();
  return 0;
}
