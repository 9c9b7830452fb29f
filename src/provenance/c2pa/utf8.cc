#include "provenance/c2pa/utf8.h"

#include <cstdint>

namespace pixiu::provenance::c2pa {
namespace {

// C0, DEL, C1 and the marks that turn the direction of what is read.
bool is_control(std::string_view character) {
  const auto lead = static_cast<std::uint8_t>(character[0]);
  if (character.size() == 1) return lead < 0x20 || lead == 0x7F;
  const auto second = static_cast<std::uint8_t>(character[1]);
  if (character.size() == 2) return lead == 0xC2 && second < 0xA0;
  if (character.size() != 3 || lead != 0xE2) return false;
  const auto third = static_cast<std::uint8_t>(character[2]);
  const bool is_embedding = second == 0x80 && third >= 0xA8 && third <= 0xAE;
  const bool is_isolate = second == 0x81 && third >= 0xA6 && third <= 0xA9;
  return is_embedding || is_isolate;
}

}  // namespace

std::string shown_text(std::string_view text, std::size_t bytes_max) {
  constexpr std::string_view ellipsis = "…";
  std::string shown;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t size = utf8_character_bytes(text, at);
    const std::string_view character = text.substr(at, size == 0 ? 1 : size);
    at += character.size();
    const std::string_view kept = size == 0 || is_control(character) ? "?" : character;
    const std::size_t reserve = at < text.size() ? ellipsis.size() : 0;
    if (shown.size() + kept.size() + reserve > bytes_max) {
      if (shown.size() + ellipsis.size() <= bytes_max) shown += ellipsis;
      break;
    }
    shown += kept;
  }
  return shown;
}

}  // namespace pixiu::provenance::c2pa
