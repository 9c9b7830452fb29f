#pragma once

#include "base/bytes.h"

#include <string>
#include <vector>

namespace pixiu::media {

// One item of text metadata of an MP4 or MOV file, found by walking its boxes.
struct Mp4Tag {
  enum class Place {
    user_data_keys,  // moov/udta/meta with keys: a name, a value
    movie_keys,      // moov/meta with keys
    item_list,       // ilst without keys (handler mdir): four-character codes, or ---- with a name
    user_data,       // a box of moov/udta itself
    xmp,             // the uuid box that holds an XMP packet, or udta/XMP_
  };
  Place place = Place::user_data_keys;
  std::string key;  // "AIGC", "com.apple.quicktime.make", "\xA9too"; empty where it has none
  Bytes value;      // of the data box, without its type and locale
};

// Whether the file begins with an ftyp box (ISO/IEC 14496-12) or, as old QuickTime files do, with
// one of moov, mdat, wide, free, skip. HEIF and AVIF do too; ask format_of first.
bool is_iso_media(ByteView file);

// The text metadata, in the file's order; at most 1,000 items and limits::metadata_bytes_max bytes
// together. Tolerant: a box that runs over its parent ends its parent. Never fails, no recursion.
//
// Call inside the sandbox only. Cost: one walk over top-level boxes and those of moov.
// Source: ISO/IEC 14496-12:2022, 8.10, 8.11; QuickTime File Format, "Metadata"
std::vector<Mp4Tag> read_mp4_tags(ByteView file);

}  // namespace pixiu::media
