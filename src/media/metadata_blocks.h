#pragma once

#include "base/bytes.h"

#include <string>
#include <vector>

namespace pixiu::media {

// A piece of metadata as a file carries it, found by the file's own structure (segments, chunks,
// boxes, directories), never by searching its bytes.
struct MetadataBlock {
  enum class Kind {
    xmp,      // an XMP packet
    exif,     // a TIFF-structured block
    text,     // a PNG text; `keyword` names it
    segment,  // a JPEG application segment that is none of these
  };
  Kind kind = Kind::segment;
  std::string keyword;
  Bytes bytes;
  // The structure it stands in: "APP0".."APP15" (JPEG), "tEXt" "zTXt" "iTXt" "eXIf" (PNG), "XMP "
  // "EXIF" (WebP), "XMP DataXMP" (GIF), "0x02BC" "0x9286" (TIFF), "mime" "Exif" (HEIF).
  std::string_view place;
};

// The blocks of a JPEG, PNG, WebP, GIF, TIFF or HEIF file, in the file's order, also those behind
// the pixels. Tolerant: what is broken is left out. Together at most limits::metadata_bytes_max
// bytes and 1,000 blocks; compressed PNG texts are inflated within that limit. Never fails.
//
// Call inside the sandbox only. Cost: one walk over the file's structure.
std::vector<MetadataBlock> read_metadata_blocks(ByteView file);

// The bytes of one field of a TIFF-structured block, found in its first directory or, when
// `is_in_exif_directory`, in the EXIF directory that one points to; a copy. Empty when absent.
Bytes exif_field(ByteView tiff_block, std::uint16_t tag, bool is_in_exif_directory);

}  // namespace pixiu::media
