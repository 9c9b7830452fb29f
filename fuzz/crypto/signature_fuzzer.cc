#include "crypto/signature.h"

#include <algorithm>
#include <cstdint>
#include <span>

// One byte of algorithm, two of the key's length, a SubjectPublicKeyInfo, and a signature.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pixiu;
  if (size < 3) return 0;
  const ByteView bytes = std::as_bytes(std::span(data + 3, size - 3));
  const auto algorithm = static_cast<crypto::SignatureAlgorithm>(data[0] % 8);
  const std::size_t key_size = std::min<std::size_t>(data[1] * 256u + data[2], bytes.size());
  const ByteView rest = bytes.subspan(key_size);
  const auto point = crypto::PublicKey::sm2_from_point(bytes.first(key_size));
  const auto key = point ? point : crypto::PublicKey::from_spki(bytes.first(key_size));
  if (!key) return 0;
  static_cast<void>(crypto::verify(*key, algorithm, bytes_of("pixiu"), rest));
  return 0;
}
