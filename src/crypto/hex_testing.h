#pragma once

#include "base/bytes.h"
#include "base/entropy.h"

#include <algorithm>
#include <string_view>

// Published vectors as bytes. Included by tests only.
namespace pixiu::crypto::testing {

// Of an even count of hexadecimal digits.
inline Bytes from_hex(std::string_view digits) {
  const auto value = [](char digit) {
    return static_cast<unsigned>(digit <= '9' ? digit - '0' : digit - 'a' + 10);
  };
  Bytes bytes;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    bytes.push_back(static_cast<std::byte>(value(digits[i]) * 16 + value(digits[i + 1])));
  }
  return bytes;
}

// Gives the bytes of a vector where the code asks for random ones.
class FixedEntropy final : public Entropy {
 public:
  explicit FixedEntropy(Bytes bytes) : bytes_(std::move(bytes)) {}
  void fill(std::span<std::byte> bytes) override {
    std::copy_n(bytes_.begin(), bytes.size(), bytes.begin());
  }

 private:
  Bytes bytes_;
};

}  // namespace pixiu::crypto::testing
