#pragma once

#include "base/bytes.h"

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace pixiu::crypto {

// A 256-bit digest.
using Digest = std::array<std::byte, 32>;

enum class DigestAlgorithm {
  sha256,  // FIPS 180-4
  sm3,     // GB/T 32905-2016, ISO/IEC 10118-3
};

// Digests a stream piece by piece. Movable, not copyable; one thread at a time.
class DigestStream {
 public:
  explicit DigestStream(DigestAlgorithm algorithm);
  DigestStream(DigestStream&&) noexcept;
  DigestStream& operator=(DigestStream&&) noexcept;
  ~DigestStream();

  void update(ByteView bytes);

  // The digest of everything so far. The stream may not be used afterwards (checked).
  Digest finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The digest of bytes held in memory.
Digest sha256(ByteView bytes);
Digest sm3(ByteView bytes);

// Lower-case hexadecimal, two characters a byte.
std::string hex(ByteView bytes);

}  // namespace pixiu::crypto
