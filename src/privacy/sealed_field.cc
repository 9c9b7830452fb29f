#include "privacy/sealed_field.h"

#include "crypto/aead.h"
#include "crypto/mac.h"

#include <algorithm>

namespace pixiu::privacy {
namespace {

constexpr std::byte version{1};
constexpr std::size_t key_name_bytes = 8;
constexpr std::size_t header_bytes = 1 + key_name_bytes;

// Version and name of the key: what stands before the ciphertext.
Bytes header_of(const crypto::SecretKey& key) {
  const auto name = crypto::hmac_sha256(key, bytes_of("pixiu.key-name/1"));
  Bytes header{version};
  header.insert(header.end(), name.begin(), name.begin() + key_name_bytes);
  return header;
}

void append(Bytes& bytes, std::string_view text) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<std::byte>(text.size() >> shift));
  }
  bytes.insert(bytes.end(), bytes_of(text).begin(), bytes_of(text).end());
}

Bytes associated_data(Bytes header, const FieldPlace& place, const SubjectId& subject) {
  append(header, place.tenant.text());
  append(header, subject.text());
  append(header, place.table);
  append(header, place.row);
  append(header, place.column);
  return header;
}

}  // namespace

Result<Bytes> FieldSealer::seal(const FieldPlace& place, const SubjectId& subject,
                                const Sensitive<std::string>& value) {
  const auto key = keyring_.subject_key_for_sealing(place.tenant, subject);
  if (!key) return key.error();
  Bytes sealed = header_of(*key);
  const auto body = crypto::aead_seal(*key, bytes_of(value.reveal(Purpose::seal)),
                                      associated_data(sealed, place, subject), entropy_);
  sealed.insert(sealed.end(), body.begin(), body.end());
  return sealed;
}

Result<Sensitive<std::string>> FieldSealer::open(const FieldPlace& place, const SubjectId& subject,
                                                 ByteView sealed) {
  const auto key = keyring_.subject_key(place.tenant, subject);
  if (!key) return key.error();
  const auto corrupted = [&place](std::string_view why) {
    return Error{ErrorCode::corrupted, "a sealed value of " + std::string(place.table) + "." +
                                           std::string(place.column) + " " + std::string(why)};
  };
  const Bytes header = header_of(*key);
  if (sealed.size() < header_bytes + crypto::aead_overhead_bytes) return corrupted("is cut off");
  if (sealed.front() != version) return corrupted("has a version this program does not know");
  if (!std::ranges::equal(sealed.first(header_bytes), header)) {
    return corrupted("was sealed under another key");
  }
  auto plain = crypto::aead_open(*key, sealed.subspan(header_bytes),
                                 associated_data(header, place, subject));
  if (!plain) return corrupted("was sealed for another place, or altered since");
  std::string text(text_of(*plain));
  crypto::wipe(*plain);
  return Sensitive<std::string>(std::move(text));
}

}  // namespace pixiu::privacy
