#pragma once

#include "base/bytes.h"
#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Signed notes (C2SP signed-note): a text, a blank line, signature lines. Nothing here verifies;
// note_key.h does.
namespace pixiu::tlog {

// "— name base64(key id || signature)"
struct NoteSignature {
  std::string name;
  std::uint32_t key_id = 0;
  Bytes signature;  // what the signature type makes of it; not empty

  friend bool operator==(const NoteSignature&, const NoteSignature&) = default;
};

// To be ignored unless a known key's signature was verified.
struct Note {
  std::string text;  // ends with a line feed, which is signed too
  std::vector<NoteSignature> signatures;

  friend bool operator==(const Note&, const Note&) = default;
};

// Whether a key may be called so: UTF-8, not empty, without spaces of any kind, control characters
// and "+".
bool is_key_name(std::string_view name);

// Errors: invalid_input with the reason (not UTF-8, control characters, no blank line, no or a
// malformed signature line), limit_exceeded (limits::note_bytes_max, note_signatures_max).
Result<Note> parse_note(std::string_view text);

// Signature lines alone, as a witness answers them: one or more. Errors: as above.
Result<std::vector<NoteSignature>> parse_signature_lines(std::string_view lines);

// The inverse of parse_note: format_note(*parse_note(x)) == x.
std::string format_note(const Note& note);
std::string format_signature_line(const NoteSignature& signature);

}  // namespace pixiu::tlog
