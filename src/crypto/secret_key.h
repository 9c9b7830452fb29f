#pragma once

#include "base/bytes.h"
#include "base/entropy.h"
#include "base/result.h"

#include <array>
#include <cstddef>
#include <iosfwd>
#include <span>

namespace pixiu::crypto {

// 32 bytes that nobody else may know: a key for aead.h, sealed_stream.h, mac.h or
// key_derivation.h. One key is used for one of them only; derive_key() makes others from it.
//
// Moves, but does not copy, so that it is clear who holds it; wiped when it is moved from or goes
// away. Printing, JSON and comparing do not compile.
class SecretKey {
 public:
  static constexpr std::size_t size_bytes = 32;

  // A new random key.
  static SecretKey generate(Entropy& entropy);

  // Errors: invalid_input when it is not 32 bytes.
  static Result<SecretKey> from_bytes(ByteView bytes);

  SecretKey(SecretKey&& other) noexcept;
  SecretKey& operator=(SecretKey&& other) noexcept;
  SecretKey(const SecretKey&) = delete;
  SecretKey& operator=(const SecretKey&) = delete;
  ~SecretKey();

  // A second holder of the same key.
  SecretKey clone() const;

  // The key itself, for a cipher or to be wrapped; valid while the key lives.
  ByteView expose_bytes() const { return bytes_; }

  bool operator==(const SecretKey&) const = delete;
  auto operator<=>(const SecretKey&) const = delete;

  template <class Stream>
  friend Stream& operator<<(Stream&, const SecretKey&) = delete;
  template <class Json>
  friend void to_json(Json&, const SecretKey&) = delete;
  friend void PrintTo(const SecretKey&, std::ostream*) = delete;  // GoogleTest's

 private:
  SecretKey() = default;

  std::array<std::byte, size_bytes> bytes_{};
};

// Overwrites bytes so that the compiler does not leave it out.
void wipe(std::span<std::byte> bytes);

}  // namespace pixiu::crypto
