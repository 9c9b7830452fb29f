#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "media/file_edits.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pixiu::media {

// Where a JPEG, PNG or WebP holds an XMP packet: the whole segment or chunk, and the packet.
struct XmpPlace {
  std::size_t offset_bytes = 0;
  std::size_t size_bytes = 0;
  std::string packet;
};

// All of them, in the file's order; extended XMP of JPEG is not among them.
// Errors: unsupported for other kinds of files; corrupted when the structure ends early.
Result<std::vector<XmpPlace>> xmp_places(ByteView file);

// What puts the packet into the file: over the first place, or into a new segment (JPEG, behind the
// JFIF and EXIF segments) or chunk (PNG, in front of the pixels; WebP, at the end, with the VP8X
// header and flag it needs). PNG chunks get their CRC, the RIFF header its size. Packed PNG texts
// are written plain.
//
// Errors: as xmp_places; limit_exceeded when a JPEG segment (65,533 bytes) cannot take the packet,
// even without its padding.
Result<FileEdits> plan_xmp(ByteView file, std::string_view packet);

// A PNG text that is there, with another text: the first tEXt, zTXt or iTXt of this keyword.
// Errors: not_found; unsupported when it is packed or the file is no PNG; corrupted.
Result<FileEdits> plan_png_text(ByteView file, std::string_view keyword, std::string_view text);

}  // namespace pixiu::media
