#pragma once

#include "base/sensitive.h"
#include "privacy/keyring.h"

#include <string>
#include <string_view>

namespace pixiu::privacy {

// Where a sealed value stands. A value opens only where it was sealed: moved to another row or
// column, or to another tenant, it does not.
struct FieldPlace {
  TenantId tenant;
  std::string_view table;
  std::string_view row;  // the row's primary key as text
  std::string_view column;
};

// Seals single values of a person (a name, a telephone number) for a database.
//
// The sealed form is 0x01 (version), 8 bytes that name the subject's key without telling it, and
// XChaCha20-Poly1305 (crypto/aead.h). Associated data: these 9 bytes, then tenant, subject, table,
// row and column, each after its length in 4 bytes, the most significant first.
// docs/formats/sealed.md. Thread-safe.
class FieldSealer {
 public:
  // Both outlive the sealer.
  FieldSealer(Keyring& keyring, Entropy& entropy) : keyring_(keyring), entropy_(entropy) {}

  // Errors: those of Keyring::subject_key_for_sealing.
  Result<Bytes> seal(const FieldPlace& place, const SubjectId& subject,
                     const Sensitive<std::string>& value);

  // Errors: those of Keyring::subject_key; corrupted (sealed under another key, for another place,
  //         or altered), naming table and column.
  Result<Sensitive<std::string>> open(const FieldPlace& place, const SubjectId& subject,
                                      ByteView sealed);

 private:
  Keyring& keyring_;
  Entropy& entropy_;
};

}  // namespace pixiu::privacy
