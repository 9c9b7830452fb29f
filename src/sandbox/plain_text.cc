#include "sandbox/plain_text.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace pixiu::sandbox {
namespace {

struct LeadByte {
  int continuation_count = 0;  // -1: no lead byte
  std::uint32_t bits = 0;
  std::uint32_t code_point_min = 0;
};

LeadByte lead_byte(unsigned char byte) {
  if (byte < 0x80) return {0, byte, 0};
  if ((byte & 0xE0) == 0xC0) return {1, byte & 0x1Fu, 0x80};
  if ((byte & 0xF0) == 0xE0) return {2, byte & 0x0Fu, 0x800};
  if ((byte & 0xF8) == 0xF0) return {3, byte & 0x07u, 0x10000};
  return {-1, 0, 0};
}

bool is_printable(std::uint32_t code_point) {
  const bool is_control = code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0);
  const bool is_surrogate = code_point >= 0xD800 && code_point < 0xE000;
  return !is_control && !is_surrogate && code_point <= 0x10FFFF;
}

// Bytes of the printable code point that `text` begins with; 0 when it begins with none.
std::size_t plain_prefix(std::string_view text) {
  const LeadByte lead = lead_byte(static_cast<unsigned char>(text.front()));
  const auto length = static_cast<std::size_t>(lead.continuation_count + 1);
  if (length == 0 || length > text.size()) return 0;
  std::uint32_t code_point = lead.bits;
  for (const char c : text.substr(1, length - 1)) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80) return 0;
    code_point = code_point << 6 | (byte & 0x3Fu);
  }
  return code_point >= lead.code_point_min && is_printable(code_point) ? length : 0;
}

}  // namespace

bool is_plain_text(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = plain_prefix(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::string as_plain_text(std::string_view text, std::size_t size_max) {
  std::string plain;
  while (!text.empty()) {
    const std::size_t length = plain_prefix(text);
    const std::string_view piece = length == 0 ? "?" : text.substr(0, length);
    if (plain.size() + piece.size() > size_max) break;
    plain += piece;
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return plain;
}

bool is_plain_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

bool is_sha256_hex(std::string_view text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'f') || (c >= '0' && c <= '9');
         });
}

int json_nesting(std::string_view text, int depth_max) {
  int depth = 0;
  int deepest = 0;
  bool is_in_string = false;
  for (std::size_t at = 0; at < text.size() && deepest <= depth_max; ++at) {
    const char c = text[at];
    if (is_in_string) {
      if (c == '\\') ++at;
      if (c == '"') is_in_string = false;
    } else if (c == '"') {
      is_in_string = true;
    } else if (c == '[' || c == '{') {
      deepest = std::max(deepest, ++depth);
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return deepest;
}

}  // namespace pixiu::sandbox
