#pragma once

#include "media/exif_fields.h"
#include "media/metadata_blocks.h"
#include "media/photo.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pixiu::media {

// A time as EXIF writes it: local, and only sometimes with the offset to UTC.
struct ExifTime {
  std::chrono::local_time<std::chrono::milliseconds> written{};
  std::optional<std::chrono::minutes> utc_offset;  // -18 h .. +18 h

  friend bool operator==(const ExifTime&, const ExifTime&) = default;
};

// "2026:06:05 10:24:46", with any of "- / ." between the parts of the date. `sub_second` are the
// digits behind the second, `offset` is "+08:00"; both may be empty or unusable. Absent when the
// text is no time that exists, which "0000:00:00 00:00:00" and blanks are not.
// Source: EXIF 2.32, 4.6.5 (DateTimeOriginal, SubSecTime, OffsetTime)
std::optional<ExifTime> parse_exif_time(std::string_view text, std::string_view sub_second,
                                        std::string_view offset);

// A place as EXIF gives it, in degrees, north and east positive.
struct Location {
  double latitude_degrees = 0;
  double longitude_degrees = 0;

  friend bool operator==(const Location&, const Location&) = default;
};

// What a file's metadata say about how it was taken. Texts as the file has them (UTF-8 expected,
// not checked), at most 64 KiB each, empty when absent.
struct CaptureMetadata {
  bool has_exif = false;
  std::optional<ExifTime> captured;   // DateTimeOriginal
  std::optional<ExifTime> digitised;  // DateTimeDigitized
  std::optional<ExifTime> modified;   // DateTime
  bool has_unset_time = false;        // a time field is there and holds zeros or blanks
  std::string make;
  std::string model;
  std::string software;
  std::string host_computer;
  std::string lens_make;
  std::string lens_model;
  std::string user_comment;
  Size stated_size;                  // PixelXDimension, PixelYDimension; 0 when absent
  std::optional<int> orientation;    // as written
  bool has_location = false;         // the GPS directory has both co-ordinates
  std::size_t maker_note_bytes = 0;  // 0: none
  // The text the note begins with, at most 12 printable characters; empty when fewer than 3.
  std::string maker_note_signature;
  std::string maker_note_vendor;  // by the note's own signature; empty when it has none we know
  ByteView thumbnail;             // IFD1's JPEG, inside the bytes read; empty when none
};

// Reads the first EXIF block of `blocks`; of a TIFF file, `file` itself. `blocks` and `file` must
// outlive the result. Never fails, tolerant as ExifFields is.
CaptureMetadata read_capture_metadata(ByteView file, const std::vector<MetadataBlock>& blocks);

// The place, for callers who may know it. Absent when a co-ordinate is missing or out of range.
std::optional<Location> read_location(const ExifFields& fields);

// The EXIF block read_capture_metadata reads; empty when there is none.
ByteView exif_block_of(ByteView file, const std::vector<MetadataBlock>& blocks);

}  // namespace pixiu::media
