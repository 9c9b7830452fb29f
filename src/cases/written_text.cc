#include "cases/written_text.h"

#include <cstdint>

namespace pixiu::cases {
namespace {

struct CodePoint {
  std::uint32_t value = 0;
  std::size_t size = 0;  // bytes; 0 when malformed
};

// The code point at the start of a text that is not empty.
CodePoint first_of(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < size) return {};
  std::uint32_t value = lead & (0xFFu >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0u) != 0x80) return {};
    value = (value << 6) | (byte(i) & 0x3Fu);
  }
  const std::uint32_t least = size == 4 ? 0x10000u : size == 3 ? 0x800u : 0x80u;
  const bool is_surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < least || value > 0x10FFFF || is_surrogate) return {};
  return {value, size};
}

bool is_control(std::uint32_t c) {
  if (c == '\n' || c == '\t') return false;
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069);
}

bool is_filling(std::uint32_t c) {
  const bool is_letter_or_digit =
      (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
  if (c < 0x80) return !is_letter_or_digit;
  return c == 0xA0 || (c >= 0x2000 && c <= 0x206F) || (c >= 0x3000 && c <= 0x303F) ||
         (c >= 0xFF00 && c <= 0xFF0F) || c == 0xFEFF;
}

}  // namespace

Status check_text(std::string_view text, std::size_t bytes_max) {
  if (text.size() > bytes_max) {
    return Error{ErrorCode::limit_exceeded,
                 "a text of more than " + std::to_string(bytes_max) + " bytes"};
  }
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = first_of(text.substr(at));
    if (c.size == 0) return Error{ErrorCode::invalid_input, "a text that is not UTF-8"};
    if (is_control(c.value)) {
      return Error{ErrorCode::invalid_input, "a text with a control character"};
    }
    at += c.size;
  }
  return {};
}

std::size_t written_characters(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = first_of(text.substr(at));
    if (c.size == 0) return count;
    if (!is_filling(c.value)) ++count;
    at += c.size;
  }
  return count;
}

}  // namespace pixiu::cases
