#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "media/file_edits.h"

#include <optional>
#include <string>
#include <string_view>

namespace pixiu::provenance::gb45438 {

// What a platform that spreads a file adds to its hidden label (Measures for Labelling AI-Generated
// Content, article 6): who it is and its number for the content.
struct PropagatorMark {
  std::string propagator;     // name or 27-character code
  std::string propagate_id;   // the platform's number for the content
  std::optional<char> label;  // '2' possibly, '3' suspected: for a file without a label
};

inline constexpr std::size_t propagator_text_bytes_max = 256;

// Whether the texts can stand in a label (annex E j): 1 to 256 characters of 0x21..0x7E without
// quote and backslash; a code has its check digit; label '2' or '3'. Errors: invalid_input.
Status check_mark(const PropagatorMark& mark);

// What writes the mark into a COPY of the file: JPEG, PNG and WebP in XMP (or in a PNG's tEXt where
// the label stands), MP4 and MOV in moov/udta/meta. The producer's fields and every other property
// stay as they are; a file without a label gets one with Label 2 or 3. No edits when the file
// carries the very mark already. Nothing here removes or weakens a label.
//
// Errors: invalid_input (the mark; or no label in the file and none given); conflict (the label
//   names another propagator or another Label, or there is more than one); unsupported (the label
//   stands where it is not rewritten, or is no valid JSON of annex E; another kind of file);
//   limit_exceeded (it does not fit a JPEG segment); corrupted (ill-formed XMP, broken structure).
// Call inside the sandbox only.
Result<media::FileEdits> plan_mark(ByteView file, const PropagatorMark& mark);

}  // namespace pixiu::provenance::gb45438
