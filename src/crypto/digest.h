#pragma once

#include "base/bytes.h"

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace pixiu::crypto {

// A 256-bit digest.
using Digest = std::array<std::byte, 32>;

// A digest as long as its algorithm makes it: 32, 48 or 64 bytes.
class WideDigest {
 public:
  WideDigest() = default;               // empty
  explicit WideDigest(ByteView bytes);  // at most 64 bytes (checked)
  ByteView bytes() const { return ByteView(bytes_).first(size_); }

  friend bool operator==(const WideDigest&, const WideDigest&) = default;

 private:
  std::array<std::byte, 64> bytes_{};
  std::size_t size_ = 0;
};

enum class DigestAlgorithm {
  sha256,  // FIPS 180-4
  sha384,  // FIPS 180-4
  sha512,  // FIPS 180-4
  sm3,     // GB/T 32905-2016, ISO/IEC 10118-3
};

// Bytes of a digest: 32, 48 or 64.
std::size_t digest_size_bytes(DigestAlgorithm algorithm);

// "sha256", "sha384", "sha512", "sm3", which is also how C2PA names the first three.
std::string_view digest_algorithm_name(DigestAlgorithm algorithm);
std::optional<DigestAlgorithm> digest_algorithm_by_name(std::string_view name);

// Digests a stream piece by piece. Movable, not copyable; one thread at a time.
class DigestStream {
 public:
  explicit DigestStream(DigestAlgorithm algorithm);
  DigestStream(DigestStream&&) noexcept;
  DigestStream& operator=(DigestStream&&) noexcept;
  ~DigestStream();

  void update(ByteView bytes);

  // The digest of everything so far. The stream may not be used afterwards (checked); the first
  // form is for algorithms of 256 bits only (checked).
  Digest finish();
  WideDigest finish_wide();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The digest of bytes held in memory.
Digest sha256(ByteView bytes);
Digest sm3(ByteView bytes);
WideDigest digest(DigestAlgorithm algorithm, ByteView bytes);

// Lower-case hexadecimal, two characters a byte.
std::string hex(ByteView bytes);

}  // namespace pixiu::crypto
