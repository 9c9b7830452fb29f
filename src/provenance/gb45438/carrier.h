#pragma once

#include "base/bytes.h"
#include "media/photo.h"
#include "provenance/gb45438/rule.h"

#include <string>
#include <string_view>
#include <vector>

namespace pixiu::provenance::gb45438 {

// Where a label stands in a file.
enum class Carrier {
  xmp,                // an XMP property AIGC, in whatever way the file's kind carries XMP
  exif_user_comment,  // EXIF 0x9286
  exif_description,   // EXIF 0x010E
  png_text,           // a PNG text whose keyword contains AIGC
  jpeg_segment,       // bare in an APPn segment
  mp4_keys,           // moov/udta/meta, keys and ilst
  mp4_movie_keys,     // meta directly under moov
  mp4_item_list,      // ilst without keys
  mp4_user_data,      // a box AIGC of moov/udta
  id3_text,           // a TXXX frame whose description names AIGC
};

// "xmp", "exif_user_comment", ...
std::string_view carrier_name(Carrier carrier);

// The text of something that may be a label, with what is wrong about its place.
struct CarriedText {
  Carrier carrier = Carrier::xmp;
  std::string place;                  // "APP1", "iTXt", "mime", "moov/udta/meta/keys", ...
  std::string text;                   // as the carrier has it, entities decoded
  bool is_surely_meant = true;        // the carrier's name says AIGC: unreadable content is a fault
  bool is_to_be_wrapped = false;      // the guide asks for an outer {"AIGC": ...} here
  bool may_be_wrapped = false;        // the guide leaves it open
  std::vector<Violation> violations;  // of the place: carrier, xmp_namespace, ...
};

inline constexpr std::size_t carried_texts_max = 32;

// Everything of a file that may be a label, found by the file's own structure, in its order, at
// most carried_texts_max. Tolerant; never fails.
//
// Call inside the sandbox only. Cost: one walk over the file's structure; XMP is scanned only when
// it holds the letters AIGC.
// Source: TC260-PG-20259A (images), TC260-PG-20257A (video), TC260-PG-202510A (sound);
// docs/methods/gb45438.md
std::vector<CarriedText> read_carried_texts(ByteView file);

// A kind of file that can carry a label and that we read.
bool can_carry_label(ByteView file);

}  // namespace pixiu::provenance::gb45438
