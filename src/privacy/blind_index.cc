#include "privacy/blind_index.h"

#include "crypto/mac.h"

#include <algorithm>

namespace pixiu::privacy {
namespace {

constexpr std::size_t phone_digits_min = 5;
constexpr std::size_t phone_digits_max = 15;  // ITU-T E.164
constexpr std::size_t order_number_chars_min = 4;
constexpr std::size_t order_number_chars_max = 64;
constexpr std::size_t text_bytes_max = 256;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// U+FF01..U+FF5E are the printable ASCII characters in full width, U+3000 is their space.
std::string narrowed(std::string_view text) {
  std::string narrow;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = [&](std::size_t k) {
      return i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0u;
    };
    const unsigned code = ((byte(0) & 0x0fu) << 12) | ((byte(1) & 0x3fu) << 6) | (byte(2) & 0x3fu);
    const bool has_three_bytes =
        (byte(0) & 0xf0u) == 0xe0u && (byte(1) & 0xc0u) == 0x80u && (byte(2) & 0xc0u) == 0x80u;
    if (has_three_bytes && code >= 0xff01 && code <= 0xff5e) {
      narrow.push_back(static_cast<char>(code - 0xff01 + 0x21));
      i += 2;
    } else if (has_three_bytes && (code == 0x3000 || code == 0x2013 || code == 0x2014)) {
      i += 2;  // a wide space or a dash
    } else if (byte(0) == 0xc2 && byte(1) == 0xa0) {
      i += 1;  // a space that does not break
    } else {
      narrow.push_back(text[i]);
    }
  }
  return narrow;
}

std::string without_separators(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    if (std::string_view(" \t-._()/").find(c) == std::string_view::npos) plain.push_back(c);
  }
  return plain;
}

bool is_mobile(std::string_view digits) {
  return digits.size() == 11 && digits.front() == '1';
}

std::string_view field_name(IndexedField field) {
  return field == IndexedField::phone ? "phone" : "order_number";
}

Result<std::string> normalised(IndexedField field, std::string_view text) {
  return field == IndexedField::phone ? normalised_phone(text) : normalised_order_number(text);
}

std::uint32_t value_of(const crypto::SecretKey& key, IndexedField field, std::string_view text) {
  std::string message = "pixiu.index/1|" + std::string(field_name(field)) + "|";
  message += text;
  const auto code = crypto::hmac_sha256(key, bytes_of(message));
  crypto::wipe(std::as_writable_bytes(std::span(message)));
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i)
    value = (value << 8) | std::to_integer<std::uint32_t>(code[i]);
  return value;
}

}  // namespace

Result<std::string> normalised_phone(std::string_view text) {
  const Error wrong{ErrorCode::invalid_input, "not a telephone number of 5 to 15 digits"};
  if (text.size() > text_bytes_max) return wrong;
  std::string number = without_separators(narrowed(text));
  const bool has_plus = number.starts_with('+');
  const bool has_zeros = number.starts_with("00");
  std::string digits = number.substr(has_plus ? 1 : has_zeros ? 2 : 0);
  if (digits.size() < phone_digits_min || digits.size() > phone_digits_max ||
      !std::all_of(digits.begin(), digits.end(), is_digit)) {
    return wrong;
  }
  const bool begins_with_country = digits.starts_with("86");
  if (begins_with_country && is_mobile(std::string_view(digits).substr(2))) {
    return digits.substr(2);
  }
  if (!has_plus && !has_zeros) return digits;
  if (!begins_with_country) return "+" + digits;
  const std::string national = digits.substr(2);
  return national.starts_with('0') ? national : "0" + national;
}

Result<std::string> normalised_order_number(std::string_view text) {
  const Error wrong{ErrorCode::invalid_input, "not an order number of 4 to 64 letters and digits"};
  if (text.size() > text_bytes_max) return wrong;
  std::string number = without_separators(narrowed(text));
  for (char& c : number) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (!is_digit(c) && !(c >= 'A' && c <= 'Z')) return wrong;
  }
  if (number.size() < order_number_chars_min || number.size() > order_number_chars_max) {
    return wrong;
  }
  return number;
}

Result<BlindIndex> BlindIndexer::index(const TenantId& tenant, IndexedField field,
                                       const Sensitive<std::string>& value) const {
  auto indices = look_up(tenant, field, value);
  if (!indices) return indices.error();
  return indices->front();
}

Result<std::vector<BlindIndex>> BlindIndexer::look_up(const TenantId& tenant, IndexedField field,
                                                      const Sensitive<std::string>& value) const {
  const auto text = normalised(field, value.reveal(Purpose::seal));
  if (!text) return text.error();
  const auto keys = keyring_.index_keys(tenant);
  if (!keys) return keys.error();
  std::vector<BlindIndex> indices;
  for (const auto& key : *keys) {
    indices.push_back({key.generation, value_of(key.key, field, *text)});
  }
  return indices;
}

}  // namespace pixiu::privacy
