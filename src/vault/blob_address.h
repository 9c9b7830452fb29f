#pragma once

#include "base/result.h"
#include "crypto/digest.h"

#include <compare>
#include <string>
#include <string_view>

namespace pixiu::vault {

// Where a blob is: a keyed digest that says nothing to who has not the key. 64 hexadecimal digits,
// lower-case, as text.
class BlobAddress {
 public:
  BlobAddress() = default;  // zeros: no blob has it
  explicit BlobAddress(const crypto::Digest& digest) : digest_(digest) {}
  static Result<BlobAddress> parse(std::string_view text);  // errors: invalid_input

  const crypto::Digest& digest() const { return digest_; }
  std::string text() const { return crypto::hex(digest_); }

  friend auto operator<=>(const BlobAddress&, const BlobAddress&) = default;

 private:
  crypto::Digest digest_{};
};

}  // namespace pixiu::vault
