#include "media/test_pictures.h"

#include <algorithm>
#include <array>
#include <vector>

#include <png.h>

namespace pixiu::media::test {
namespace {

void append(png_structp png, png_bytep data, std::size_t count) {
  auto& to = *static_cast<Bytes*>(png_get_io_ptr(png));
  const auto* from = reinterpret_cast<const std::byte*>(data);
  to.insert(to.end(), from, from + count);
}

void flush(png_structp) {}

int colour_type_of(PngKind kind) {
  switch (kind) {
    case PngKind::grey: return PNG_COLOR_TYPE_GRAY;
    case PngKind::grey_alpha: return PNG_COLOR_TYPE_GRAY_ALPHA;
    case PngKind::rgb: return PNG_COLOR_TYPE_RGB;
    case PngKind::rgba: return PNG_COLOR_TYPE_RGB_ALPHA;
    case PngKind::palette:
    case PngKind::palette_alpha: return PNG_COLOR_TYPE_PALETTE;
  }
  std::abort();
}

// Palette entry i: the colours of quarters() in 8 steps; with alpha, entries from 128 on are the
// same with the alpha asked for.
constexpr int palette_steps = 4;  // a channel: 64 colours

int palette_index(const cv::Vec3b& bgr) {
  const auto step = [](int value) { return value * palette_steps / 256; };
  return step(bgr[2]) * 16 + step(bgr[1]) * 4 + step(bgr[0]);
}

png_byte step_value(int step) {
  return static_cast<png_byte>(step * 255 / (palette_steps - 1));
}

void set_palette(png_structp png, png_infop info, const PngOptions& options) {
  std::vector<png_color> palette(128);
  std::vector<png_byte> alpha(128, 255);
  for (int i = 0; i < 128; ++i) {
    const int colour = i % 64;
    palette[static_cast<std::size_t>(i)] = {step_value(colour / 16), step_value(colour / 4 % 4),
                                            step_value(colour % 4)};
    if (i >= 64) alpha[static_cast<std::size_t>(i)] = options.alpha;
  }
  png_set_PLTE(png, info, palette.data(), 128);
  if (options.kind == PngKind::palette_alpha) {
    png_set_tRNS(png, info, alpha.data(), 128, nullptr);
  }
}

// One row in the file's layout.
std::vector<png_byte> row_of(const cv::Mat& bgr, int y, const PngOptions& options) {
  std::vector<png_byte> row;
  std::vector<int> samples;
  for (int x = 0; x < bgr.cols; ++x) {
    const auto& colour = bgr.at<cv::Vec3b>(y, x);
    const bool is_right = x >= bgr.cols / 2;
    const int alpha = is_right ? options.alpha : 255;
    switch (options.kind) {
      case PngKind::grey: samples = {colour[1]}; break;
      case PngKind::grey_alpha: samples = {colour[1], alpha}; break;
      case PngKind::rgb: samples = {colour[2], colour[1], colour[0]}; break;
      case PngKind::rgba: samples = {colour[2], colour[1], colour[0], alpha}; break;
      case PngKind::palette: samples = {palette_index(colour)}; break;
      case PngKind::palette_alpha: samples = {palette_index(colour) + (is_right ? 64 : 0)}; break;
    }
    const bool is_palette =
        options.kind == PngKind::palette || options.kind == PngKind::palette_alpha;
    for (const int sample : samples) {
      if (options.bit_depth == 16) {
        row.insert(row.end(), 2, static_cast<png_byte>(sample));
      } else {
        row.push_back(
            static_cast<png_byte>(is_palette ? sample : sample >> (8 - options.bit_depth)));
      }
    }
  }
  return row;
}

}  // namespace

Bytes png(const cv::Mat& bgr, const PngOptions& options) {
  Bytes bytes;
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  png_set_write_fn(png, &bytes, append, flush);
  png_set_IHDR(png, info, static_cast<png_uint_32>(bgr.cols), static_cast<png_uint_32>(bgr.rows),
               options.bit_depth, colour_type_of(options.kind),
               options.is_interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  if (colour_type_of(options.kind) == PNG_COLOR_TYPE_PALETTE) set_palette(png, info, options);
  if (!options.icc_profile.empty()) {
    png_set_iCCP(png, info, "test", PNG_COMPRESSION_TYPE_BASE,
                 reinterpret_cast<png_const_bytep>(options.icc_profile.data()),
                 static_cast<png_uint_32>(options.icc_profile.size()));
  }
  Bytes exif;
  if (options.orientation) {
    exif = exif_block({.orientation = *options.orientation});
    png_set_eXIf_1(png, info, static_cast<png_uint_32>(exif.size()),
                   reinterpret_cast<png_bytep>(exif.data()));
  }
  png_write_info(png, info);
  if (options.bit_depth < 8) png_set_packing(png);
  const int pass_count = png_set_interlace_handling(png);
  for (int pass = 0; pass < pass_count; ++pass) {
    for (int y = 0; y < bgr.rows; ++y) {
      const std::vector<png_byte> row = row_of(bgr, y, options);
      png_write_row(png, row.data());
    }
  }
  png_write_end(png, info);
  png_destroy_write_struct(&png, &info);
  return bytes;
}

Bytes one_colour_png(int width, int height) {
  Bytes bytes;
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  png_set_write_fn(png, &bytes, append, flush);
  png_set_compression_level(png, 1);
  png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
  png_set_IHDR(png, info, static_cast<png_uint_32>(width), static_cast<png_uint_32>(height), 1,
               PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
               PNG_FILTER_TYPE_DEFAULT);
  png_write_info(png, info);
  const std::vector<png_byte> row(static_cast<std::size_t>(width + 7) / 8, 0xFF);
  for (int y = 0; y < height; ++y) png_write_row(png, row.data());
  png_write_end(png, info);
  png_destroy_write_struct(&png, &info);
  return bytes;
}

}  // namespace pixiu::media::test
