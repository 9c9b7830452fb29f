#pragma once

#include "base/sensitive.h"
#include "privacy/keyring.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Exact look-up of sealed values: a keyed, truncated digest beside the ciphertext, by which rows
// are found without opening any (the blind index of CipherSweet,
// https://ciphersweet.paragonie.com/security).
namespace pixiu::privacy {

enum class IndexedField { phone, order_number };

// 32 bits: among the some 10^10 numbers there can be, several have each value, so that even who
// has the key cannot read a number off it; among ten million rows a look-up finds a wrong one once
// in some four hundred. Equal values have equal indices; that is the price, and why nothing but
// these two fields has one.
struct BlindIndex {
  std::uint32_t generation = 1;  // of the tenant's key
  std::uint32_t value = 0;

  friend bool operator==(const BlindIndex&, const BlindIndex&) = default;
};

// Thread-safe.
class BlindIndexer {
 public:
  explicit BlindIndexer(Keyring& keyring) : keyring_(keyring) {}

  // Stored beside the sealed value. Errors: invalid_input (no such number), those of the keyring.
  Result<BlindIndex> index(const TenantId& tenant, IndexedField field,
                           const Sensitive<std::string>& value) const;

  // All the values under which rows may stand, the newest generation first. There is more than one
  // until a job has made the indices of an older generation anew. What they find is opened and
  // compared: it may be another number. Errors: as index().
  Result<std::vector<BlindIndex>> look_up(const TenantId& tenant, IndexedField field,
                                          const Sensitive<std::string>& value) const;

 private:
  Keyring& keyring_;
};

// One number in one form, however it was typed: full-width characters become narrow, spaces,
// hyphens, dots and brackets go. Errors: invalid_input, without the value.
//
// A telephone number loses +86, 0086 or 86 before a mobile number of 11 digits, and +86 or 0086
// before another Chinese number, which then begins with 0; other countries keep "+" and code.
// 5..15 digits.
Result<std::string> normalised_phone(std::string_view text);
// An order number: 4..64 letters, which become capitals, and digits.
Result<std::string> normalised_order_number(std::string_view text);

}  // namespace pixiu::privacy
