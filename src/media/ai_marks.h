#pragma once

#include "base/bytes.h"
#include "base/result.h"

#include <optional>
#include <string>
#include <string_view>

namespace pixiu::media {

// What a file says about its own AI origin, in the two forms every kind of file can carry.
// Texts as the file has them (UTF-8 expected, not checked); judging them is provenance's work.
struct AiMarks {
  // IPTC Digital Source Type (Iptc4xmpExt:DigitalSourceType), e.g.
  // "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"; trimmed.
  std::optional<std::string> digital_source_type;
  // The label of GB 45438-2025, annex E: the JSON with Label, ContentProducer, ... without the
  // outer {"AIGC": ...}.
  std::optional<std::string> aigc;

  bool is_empty() const { return !digital_source_type && !aigc; }
  friend bool operator==(const AiMarks&, const AiMarks&) = default;
};

inline constexpr std::size_t digital_source_type_bytes_max = 256;
inline constexpr std::size_t aigc_bytes_max = 8192;

// Reads the marks from wherever files of our formats carry them: XMP (by namespace, then by local
// name; elements, attributes and rdf:resource), the EXIF user comment, PNG texts, bare JPEG
// segments. Tolerant: vendors write malformed packets. The first of a kind counts; longer ones than
// the limits above are left out.
//
// Call inside the sandbox only. Never fails; cost: one walk over the file's structure.
// Source: GB 45438-2025 annex E, TC260-PG-20259A; IPTC Photo Metadata Standard 2025.1
AiMarks read_ai_marks(ByteView file);

// The same from one XMP packet.
AiMarks ai_marks_in_xmp(std::string_view packet);

// A minimal XMP packet that carries the marks.
std::string xmp_packet_of(const AiMarks& marks);

// The JPEG with the packet in an APP1 segment in front (behind JFIF's APP0).
// Errors: invalid_input when `jpeg` is none; limit_exceeded when the packet does not fit a segment.
Result<Bytes> with_xmp(ByteView jpeg, std::string_view packet);

}  // namespace pixiu::media
