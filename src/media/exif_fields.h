#pragma once

#include "base/bytes.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pixiu::media {

namespace tiff {
class Block;
}

// The directories of a TIFF-structured EXIF block.
enum class ExifDirectory { image, exif, gps, interoperability, thumbnail };

// One entry of a directory.
struct ExifField {
  ExifDirectory directory = ExifDirectory::image;
  std::uint16_t tag = 0;
  std::uint16_t type = 0;  // 1..13 (TIFF 6.0, section 2; 13 is IFD)
  ByteView value;          // inside the block, all its counts

  bool is_text() const { return type == 2; }
};

struct Rational {
  std::uint32_t numerator = 0;
  std::uint32_t denominator = 0;

  friend bool operator==(const Rational&, const Rational&) = default;
};

// The fields of an EXIF block: IFD0, the EXIF, GPS and interoperability directories it points to,
// and IFD1. Tolerant: an entry that is broken, of an unknown type or outside of the block is left
// out, and of a tag that stands twice in a directory the first counts. At most
// tiff::directory_entries_max entries a directory; every directory is read once, so that no loop is
// followed. Maker notes are not taken apart: what they hold is the maker's secret and no part of
// the standard.
//
// Cost: one pass over the entries; nothing of their values is copied.
// Source: TIFF 6.0, section 2; EXIF 2.32, 4.6
class ExifFields {
 public:
  // `tiff_block` ("II*\0" or "MM\0*" first; else there are no fields) must outlive this.
  explicit ExifFields(ByteView tiff_block);

  const std::vector<ExifField>& all() const { return fields_; }
  bool is_little_endian() const { return is_little_; }

  // Null when absent.
  const ExifField* find(ExifDirectory directory, std::uint16_t tag) const;

  // A text up to its NUL, blanks around it cut off; at most 64 KiB. Absent when it is empty.
  std::optional<std::string> text(ExifDirectory directory, std::uint16_t tag) const;

  // The first of whole numbers without a sign (BYTE, SHORT, LONG).
  std::optional<std::uint32_t> number(ExifDirectory directory, std::uint16_t tag) const;

  // All of RATIONAL, at most 16.
  std::vector<Rational> rationals(ExifDirectory directory, std::uint16_t tag) const;

  // UserComment (0x9286) in UTF-8, whatever character code it states; at most 64 KiB.
  std::optional<std::string> user_comment() const;

 private:
  // Gives the next directory's offset; 0 when there is none.
  std::uint64_t read_directory(const tiff::Block& block, ExifDirectory directory,
                               std::uint64_t offset);
  std::uint32_t number_in(ByteView value) const;  // of 1, 2 or 4 bytes
  std::uint32_t pointer(ExifDirectory directory, std::uint16_t tag) const;

  ByteView block_;
  bool is_little_ = true;
  std::vector<ExifField> fields_;
  std::vector<std::uint64_t> visited_;
};

// Tags of IFD0 and IFD1.
namespace exif_tag {
inline constexpr std::uint16_t image_description = 0x010E;
inline constexpr std::uint16_t make = 0x010F;
inline constexpr std::uint16_t model = 0x0110;
inline constexpr std::uint16_t software = 0x0131;
inline constexpr std::uint16_t date_time = 0x0132;
inline constexpr std::uint16_t artist = 0x013B;
inline constexpr std::uint16_t host_computer = 0x013C;
inline constexpr std::uint16_t thumbnail_offset = 0x0201;
inline constexpr std::uint16_t thumbnail_size = 0x0202;
inline constexpr std::uint16_t copyright = 0x8298;
inline constexpr std::uint16_t exif_directory = 0x8769;
inline constexpr std::uint16_t gps_directory = 0x8825;
// Of the EXIF directory.
inline constexpr std::uint16_t date_time_original = 0x9003;
inline constexpr std::uint16_t date_time_digitized = 0x9004;
inline constexpr std::uint16_t offset_time = 0x9010;
inline constexpr std::uint16_t offset_time_original = 0x9011;
inline constexpr std::uint16_t offset_time_digitized = 0x9012;
inline constexpr std::uint16_t maker_note = 0x927C;
inline constexpr std::uint16_t user_comment = 0x9286;
inline constexpr std::uint16_t sub_second = 0x9290;
inline constexpr std::uint16_t sub_second_original = 0x9291;
inline constexpr std::uint16_t sub_second_digitized = 0x9292;
inline constexpr std::uint16_t pixel_width = 0xA002;
inline constexpr std::uint16_t pixel_height = 0xA003;
inline constexpr std::uint16_t interoperability_directory = 0xA005;
inline constexpr std::uint16_t lens_make = 0xA433;
inline constexpr std::uint16_t lens_model = 0xA434;
// Of the GPS directory.
inline constexpr std::uint16_t gps_latitude_reference = 0x0001;
inline constexpr std::uint16_t gps_latitude = 0x0002;
inline constexpr std::uint16_t gps_longitude_reference = 0x0003;
inline constexpr std::uint16_t gps_longitude = 0x0004;
}  // namespace exif_tag

}  // namespace pixiu::media
