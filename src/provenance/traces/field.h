#pragma once

#include "base/bytes.h"
#include "media/metadata_blocks.h"

#include <string>
#include <string_view>
#include <vector>

namespace pixiu::provenance {

// Where a file keeps a named piece of text.
enum class Carrier {
  xmp,         // a property of an XMP packet; `namespace_uri` and `name` are its own
  exif,        // a tag of EXIF, by the name the standard gives it: "Software", "UserComment"
  iptc,        // a dataset of IPTC-IIM: "Credit", "Source", ...
  png_text,    // a PNG text, by its keyword
  segment,     // a JPEG application segment, by the name it begins with: "Ducky"
  comment,     // a JPEG comment; no name
  trailer,     // a named entry behind the end of the picture (Samsung)
  alpha_bits,  // what the lowest bits of a PNG's alpha channel begin with, by that text
  mp4_tag,     // a text item of an MP4 or MOV file, by its key
};

// "xmp", "exif", "iptc", "png_text", "segment", "comment", "trailer", "alpha_bits", "mp4_tag".
std::string_view carrier_name(Carrier carrier);

// One named text of a file. Texts are as the file has them, UTF-8 expected and not checked.
struct FileField {
  Carrier carrier = Carrier::xmp;
  std::string namespace_uri;  // of XMP only
  std::string name;
  std::string value;
  std::string place;  // for people: "XMP photoshop:Credit", "PNG text parameters"
};

inline constexpr std::size_t file_fields_max = 6000;

// The named texts of a file, carrier by carrier. Found by the file's own structure, never by
// searching its bytes. Values longer than 1 MiB are cut off. Never fails.
// Cost: one pass over the metadata, which `blocks` holds (read_metadata_blocks of `file`), and one
// walk over the structure of a JPEG, PNG or WebP.
std::vector<FileField> read_fields(ByteView file, const std::vector<media::MetadataBlock>& blocks);

}  // namespace pixiu::provenance
