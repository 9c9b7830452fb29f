#include "vault/blob_address.h"

#include <charconv>

namespace pixiu::vault {

Result<BlobAddress> BlobAddress::parse(std::string_view text) {
  const Error not_an_address{ErrorCode::invalid_input,
                             "not the address of a blob: 64 hexadecimal digits, lower-case"};
  crypto::Digest digest{};
  if (text.size() != 2 * digest.size()) return not_an_address;
  for (std::size_t i = 0; i < digest.size(); ++i) {
    unsigned value = 0;
    const char* first = text.data() + 2 * i;
    const auto read = std::from_chars(first, first + 2, value, 16);
    if (read.ec != std::errc() || read.ptr != first + 2) return not_an_address;
    digest[i] = static_cast<std::byte>(value);
  }
  if (crypto::hex(digest) != text) return not_an_address;
  return BlobAddress(digest);
}

}  // namespace pixiu::vault
