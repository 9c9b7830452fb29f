#pragma once

#include "base/bytes.h"
#include "media/photo.h"

#include <optional>
#include <string>
#include <string_view>

#include <opencv2/core.hpp>

// Pictures for tests, made with the libraries' own encoders. Test code only.
namespace pixiu::media::test {

// A smooth colourful BGR picture whose four quarters differ: red top left, green top right, blue
// bottom left, grey bottom right, shaded.
cv::Mat quarters(int width, int height);

// The colour (BGR) in the middle of a quarter: column and row 0 or 1.
cv::Vec3b quarter_colour(const cv::Mat& bgr, int column, int row);

// Largest absolute difference of any channel; -1 when the sizes differ.
double largest_difference(const cv::Mat& a, const cv::Mat& b);

enum class JpegKind { ycc, grey, rgb, cmyk, ycck };
struct JpegOptions {
  JpegKind kind = JpegKind::ycc;
  int quality = 95;
  bool is_progressive = false;
  bool is_arithmetic = false;
  bool is_full_chroma = false;   // 4:4:4 in place of 4:2:0
  bool is_inverted_ink = true;   // cmyk, ycck: as Adobe's programs store it
  bool has_adobe_marker = true;  // cmyk, ycck
  int restart_interval = 0;
};
Bytes jpeg(const cv::Mat& bgr, const JpegOptions& options = {});

// The last scan repeated until there are `scan_count` scans.
Bytes with_scans(const Bytes& jpeg, int scan_count);

// A segment (marker 0xFF `code`) put behind SOI.
Bytes with_jpeg_segment(const Bytes& jpeg, std::uint8_t code, ByteView payload);

// A TIFF-structured EXIF block with an orientation and, when not empty, a thumbnail in IFD1.
struct ExifOptions {
  int orientation = 1;
  ByteView thumbnail;
  bool is_big_endian = false;
};
Bytes exif_block(const ExifOptions& options);

Bytes jpeg_with_exif(const Bytes& jpeg, const ExifOptions& options);
Bytes jpeg_with_icc(const Bytes& jpeg, const Bytes& profile, std::size_t piece_bytes = 60'000);

enum class PngKind { grey, grey_alpha, rgb, rgba, palette, palette_alpha };
struct PngOptions {
  PngKind kind = PngKind::rgb;
  int bit_depth = 8;  // 1, 2, 4, 8 (grey, palette), 16
  bool is_interlaced = false;
  std::uint8_t alpha = 255;  // of the right half; the left half is opaque
  Bytes icc_profile;
  std::optional<int> orientation;
};
Bytes png(const cv::Mat& bgr, const PngOptions& options = {});

// A PNG of one colour, any size, in few bytes: rows are never held together.
Bytes one_colour_png(int width, int height);

struct WebpOptions {
  bool is_lossless = false;
  bool has_alpha = false;  // the right half half transparent
  std::optional<int> orientation;
  Bytes icc_profile;
};
Bytes webp(const cv::Mat& bgr, const WebpOptions& options = {});
// An animation: the first frame is `bgr` at (left, top) of the canvas, then `frame_count` - 1 more.
Bytes animated_webp(const cv::Mat& bgr, int frame_count, cv::Point place, Size canvas);

struct HeifOptions {
  bool is_av1 = false;
  bool has_alpha = false;           // the right half half transparent
  int clockwise_quarter_turns = 0;  // irot
  std::optional<int> exif_orientation;
  Bytes icc_profile;
};
Bytes heif(const cv::Mat& bgr, const HeifOptions& options = {});

struct GifOptions {
  bool is_interlaced = false;
  bool has_transparent_left_half = false;
  int frame_count = 1;
  cv::Point place;  // of the first frame on the canvas
  Size canvas;      // empty: the picture's size
};
Bytes gif(const cv::Mat& bgr, const GifOptions& options = {});

struct TiffOptions {
  int bit_depth = 8;  // 8 or 16
  bool is_tiled = false;
  bool is_deflated = false;
  bool has_alpha = false;  // unassociated; the right half half transparent
  bool is_big_tiff = false;
  bool is_big_endian = false;
  bool is_cmyk = false;
  int orientation = 1;
  int page_count = 1;
  Bytes icc_profile;
};
Bytes tiff(const cv::Mat& bgr, const TiffOptions& options = {});

}  // namespace pixiu::media::test
