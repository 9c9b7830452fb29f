#include "tlog/note.h"

#include "base/base64.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "tlog/text_lines.h"

#include <algorithm>
#include <array>
#include <utility>

namespace pixiu::tlog {
namespace {

constexpr std::string_view signature_start = "\u2014 ";
constexpr std::size_t key_id_bytes = 4;

Error invalid(std::string message) {
  return {ErrorCode::invalid_input, std::move(message)};
}

// Unicode's White_Space in UTF-8, without the control characters, which are refused anyway.
constexpr std::array<std::string_view, 20> spaces = {
    " ",      "\u0085", "\u00a0", "\u1680", "\u2000", "\u2001", "\u2002",
    "\u2003", "\u2004", "\u2005", "\u2006", "\u2007", "\u2008", "\u2009",
    "\u200a", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000"};

bool is_control(char character) {
  return static_cast<unsigned char>(character) < 0x20;
}

// Errors: as parse_note's.
Status check_characters(std::string_view text) {
  if (text.size() > limits::note_bytes_max) {
    return Error{ErrorCode::limit_exceeded, "a signed note has at most 256 KiB"};
  }
  if (!is_utf8(text)) return invalid("a signed note is UTF-8");
  if (std::any_of(text.begin(), text.end(), [](char c) { return is_control(c) && c != '\n'; })) {
    return invalid("a signed note has no control characters but line feeds");
  }
  return {};
}

Result<NoteSignature> parse_signature_line(std::string_view line) {
  const Error malformed = invalid("a signature line is \"\u2014 name base64\"");
  if (!line.starts_with(signature_start)) return malformed;
  line.remove_prefix(signature_start.size());
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos) return malformed;
  NoteSignature signature{.name = std::string(line.substr(0, space))};
  if (!is_key_name(signature.name)) return malformed;
  const auto bytes = from_base64(line.substr(space + 1));
  if (!bytes || bytes->size() <= key_id_bytes) return malformed;
  for (std::size_t i = 0; i < key_id_bytes; ++i) {
    signature.key_id = signature.key_id << 8 | std::to_integer<std::uint32_t>((*bytes)[i]);
  }
  signature.signature.assign(bytes->begin() + key_id_bytes, bytes->end());
  return signature;
}

Result<std::vector<NoteSignature>> parse_lines(std::string_view lines) {
  std::vector<NoteSignature> signatures;
  while (!lines.empty()) {
    const auto line = take_line(lines);
    if (!line) return invalid("the last signature line has no line feed");
    if (signatures.size() == limits::note_signatures_max) {
      return Error{ErrorCode::limit_exceeded, "a signed note has at most 64 signatures"};
    }
    auto signature = parse_signature_line(*line);
    if (!signature) return signature.error();
    signatures.push_back(std::move(*signature));
  }
  if (signatures.empty()) return invalid("there is no signature line");
  return signatures;
}

}  // namespace

bool is_key_name(std::string_view name) {
  if (name.empty() || !is_utf8(name) || name.find('+') != std::string_view::npos) return false;
  if (std::any_of(name.begin(), name.end(), is_control)) return false;
  return std::none_of(spaces.begin(), spaces.end(), [&](std::string_view space) {
    return name.find(space) != std::string_view::npos;
  });
}

Result<Note> parse_note(std::string_view text) {
  if (auto checked = check_characters(text); !checked) return checked.error();
  // The text may have empty lines of its own; the last one separates.
  const std::size_t blank = text.rfind("\n\n");
  if (blank == std::string_view::npos) {
    return invalid("a signed note has a blank line before its signatures");
  }
  auto signatures = parse_lines(text.substr(blank + 2));
  if (!signatures) return signatures.error();
  return Note{.text = std::string(text.substr(0, blank + 1)), .signatures = std::move(*signatures)};
}

Result<std::vector<NoteSignature>> parse_signature_lines(std::string_view lines) {
  if (auto checked = check_characters(lines); !checked) return checked.error();
  return parse_lines(lines);
}

std::string format_signature_line(const NoteSignature& signature) {
  Bytes bytes;
  for (const int shift : {24, 16, 8, 0}) {
    bytes.push_back(static_cast<std::byte>(signature.key_id >> shift));
  }
  bytes.insert(bytes.end(), signature.signature.begin(), signature.signature.end());
  return std::string(signature_start) + signature.name + " " + to_base64(bytes) + "\n";
}

std::string format_note(const Note& note) {
  std::string text = note.text + "\n";
  for (const NoteSignature& signature : note.signatures) text += format_signature_line(signature);
  return text;
}

}  // namespace pixiu::tlog
