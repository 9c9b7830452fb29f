#include "crypto/key_derivation.h"

#include "base/check.h"
#include "crypto/mac.h"

#include <algorithm>

namespace pixiu::crypto {

Bytes hkdf_sha256(ByteView secret, ByteView salt, ByteView info, std::size_t size_bytes) {
  constexpr std::size_t block_bytes = 32;
  PIXIU_CHECK(size_bytes <= 255 * block_bytes);
  // RFC 5869, 2.2: without a salt, zeroes as long as a digest, which HMAC pads with zeroes anyway.
  Digest extracted = hmac_sha256(salt, secret);
  Bytes output;
  output.reserve(size_bytes + block_bytes);
  Bytes message;
  for (unsigned block = 1; output.size() < size_bytes; ++block) {
    message.assign(output.end() - static_cast<std::ptrdiff_t>(block == 1 ? 0 : block_bytes),
                   output.end());
    message.insert(message.end(), info.begin(), info.end());
    message.push_back(static_cast<std::byte>(block));
    const Digest part = hmac_sha256(extracted, message);
    output.insert(output.end(), part.begin(), part.end());
    wipe(message);
  }
  wipe(extracted);
  wipe(std::span(output).subspan(size_bytes));
  output.resize(size_bytes);
  return output;
}

SecretKey derive_key(const SecretKey& key, std::string_view label, ByteView context) {
  PIXIU_CHECK(label.starts_with("pixiu.") && label.find('\0') == std::string_view::npos);
  Bytes info(bytes_of(label).begin(), bytes_of(label).end());
  info.push_back(std::byte{0});
  info.insert(info.end(), context.begin(), context.end());
  Bytes derived = hkdf_sha256(key.expose_bytes(), {}, info, SecretKey::size_bytes);
  auto result = SecretKey::from_bytes(derived);
  wipe(derived);
  PIXIU_CHECK(result.has_value());
  return std::move(*result);
}

}  // namespace pixiu::crypto
