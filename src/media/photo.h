#pragma once

#include "base/bytes.h"
#include "base/result.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <opencv2/core.hpp>

namespace pixiu::media {

// Told from the bytes, never from a name. The last three are no still pictures: films (ISO base
// media, QuickTime) and sound that begins with an ID3 tag.
enum class Format { unknown, jpeg, png, webp, heif, gif, tiff, mp4, mov, mp3 };
inline constexpr Format format_last = Format::mp3;

// "jpeg", "png", "webp", "heif", "gif", "tiff", "mp4", "mov", "mp3", "unknown".
std::string_view format_name(Format format);

// Whether decode_photo can read the format at all.
bool is_still(Format format);

// Whether read_film (media/film/film.h) can.
bool is_film(Format format);

struct Size {
  int width = 0;
  int height = 0;

  friend bool operator==(const Size&, const Size&) = default;
};

// The eight EXIF orientations, tag 0x0112 (EXIF 2.32, 4.6.4 A): 1 is upright.
using Orientation = int;

// What a JPEG file keeps of how it was made. Offsets in bytes from the start of the file.
struct JpegComponent {
  int id = 0;
  int horizontal_sampling = 1;
  int vertical_sampling = 1;
  int quantisation_table_index = 0;
};

struct JpegStructure {
  bool is_progressive = false;
  bool is_arithmetic = false;
  int precision_bits = 8;
  int scan_count = 0;
  int restart_interval = 0;
  std::optional<int> adobe_transform;  // APP14: 0 none, 1 YCC, 2 YCCK
  std::vector<JpegComponent> components;
  std::array<std::optional<std::array<std::uint16_t, 64>>, 4> quantisation_tables;  // natural order
  Bytes exif_thumbnail;                   // as stored; empty when none
  std::size_t trailing_offset_bytes = 0;  // first byte after EOI
  std::size_t trailing_size_bytes = 0;
  bool is_truncated = false;  // no EOI, or the decoder ran dry
};

// One decoded picture. Owns its pixels.
//
// pixels: CV_8UC3, BGR, sRGB-encoded, upright (orientation applied); transparent pixels are laid
//         over white. 16-bit sources are rounded to 8.
struct Photo {
  Format format = Format::unknown;
  cv::Mat pixels;
  Size full_size;  // upright size of the picture in the file; larger than pixels if scaled
  int scale_denominator = 1;  // pixels are full_size / this, rounded up (JPEG DCT scaling only)
  Orientation orientation = 1;
  int source_bit_depth = 8;
  bool had_alpha = false;
  bool had_icc_profile = false;
  int frame_count = 1;
  std::size_t file_size_bytes = 0;
  std::optional<JpegStructure> jpeg;
  std::vector<std::string> notes;  // atypical but decodable: "truncated", "icc_profile_broken", ...
};

}  // namespace pixiu::media
