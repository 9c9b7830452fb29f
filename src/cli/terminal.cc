#include "cli/terminal.h"

namespace pixiu::cli {
namespace {

bool is_set(const Environment& environment, const char* name) {
  return !environment(name).value_or("").empty();
}

// The length of a sequence at the front of `text` that must not reach a terminal; 0 when none.
std::size_t unsafe_length(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  const unsigned first = byte(0);
  if (first < 0x20 || first == 0x7f) return 1;
  if (first == 0xc2 && byte(1) >= 0x80 && byte(1) <= 0x9f) return 2;  // C1 controls
  if (first == 0xe2 && byte(1) == 0x80) {                             // U+200E.., U+202A..U+202E
    const bool is_mark = byte(2) == 0x8e || byte(2) == 0x8f;
    return is_mark || (byte(2) >= 0xa8 && byte(2) <= 0xae) ? 3 : 0;
  }
  if (first == 0xe2 && byte(1) == 0x81 && byte(2) >= 0xa6 && byte(2) <= 0xa9) return 3;
  return 0;
}

}  // namespace

Language language_of(const Environment& environment) {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const std::string value = environment(name).value_or("");
    if (!value.empty()) return value.starts_with("zh") ? Language::zh : Language::en;
  }
  return Language::en;
}

bool wants_colour(const Environment& environment, bool out_is_terminal) {
  return out_is_terminal && !is_set(environment, "NO_COLOR") &&
         environment("TERM").value_or("") != "dumb";
}

std::string printable(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  while (!text.empty()) {
    const std::size_t unsafe = unsafe_length(text);
    if (unsafe > 0) {
      safe += '?';
    } else {
      safe += text.front();
    }
    text.remove_prefix(unsafe > 0 ? unsafe : 1);
  }
  return safe;
}

}  // namespace pixiu::cli
