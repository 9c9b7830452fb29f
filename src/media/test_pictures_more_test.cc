#include "base/check.h"
#include "media/test_pictures.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include <gif_lib.h>
#include <libheif/heif.h>
#include <tiffio.h>
#include <webp/encode.h>

namespace pixiu::media::test {
namespace {

cv::Mat with_alpha_of(const cv::Mat& bgr) {
  cv::Mat bgra(bgr.size(), CV_8UC4);
  for (int y = 0; y < bgr.rows; ++y) {
    for (int x = 0; x < bgr.cols; ++x) {
      const auto& from = bgr.at<cv::Vec3b>(y, x);
      const std::uint8_t alpha = x >= bgr.cols / 2 ? 128 : 255;
      bgra.at<cv::Vec4b>(y, x) = {from[0], from[1], from[2], alpha};
    }
  }
  return bgra;
}

void put(Bytes& to, ByteView bytes) {
  for (const std::byte byte : bytes) to.push_back(byte);
}

void put_little(Bytes& to, std::uint32_t value, int count) {
  for (int i = 0; i < count; ++i) to.push_back(static_cast<std::byte>((value >> (8 * i)) & 0xFF));
}

void put_riff_chunk(Bytes& to, std::string_view name, ByteView payload) {
  put(to, bytes_of(name));
  put_little(to, static_cast<std::uint32_t>(payload.size()), 4);
  put(to, payload);
  if (payload.size() % 2 == 1) to.push_back(std::byte{0});
}

Bytes riff(ByteView chunks) {
  Bytes file;
  put(file, bytes_of("RIFF"));
  put_little(file, static_cast<std::uint32_t>(chunks.size() + 4), 4);
  put(file, bytes_of("WEBP"));
  put(file, chunks);
  return file;
}

Bytes extended_header(int flags, Size canvas) {
  Bytes header;
  put_little(header, static_cast<std::uint32_t>(flags), 4);
  put_little(header, static_cast<std::uint32_t>(canvas.width - 1), 3);
  put_little(header, static_cast<std::uint32_t>(canvas.height - 1), 3);
  return header;
}

}  // namespace

Bytes webp(const cv::Mat& bgr, const WebpOptions& options) {
  const cv::Mat input = options.has_alpha ? with_alpha_of(bgr) : bgr;
  const int stride = static_cast<int>(input.step);
  std::uint8_t* data = nullptr;
  std::size_t size = 0;
  if (options.is_lossless) {
    size = (options.has_alpha ? WebPEncodeLosslessBGRA : WebPEncodeLosslessBGR)(
        input.data, input.cols, input.rows, stride, &data);
  } else {
    size = (options.has_alpha ? WebPEncodeBGRA : WebPEncodeBGR)(input.data, input.cols, input.rows,
                                                                stride, 90, &data);
  }
  PIXIU_CHECK(size > 0);
  const auto* from = reinterpret_cast<const std::byte*>(data);
  Bytes bytes(from, from + size);
  WebPFree(data);
  if (!options.orientation && options.icc_profile.empty()) return bytes;

  const bool is_extended = text_of(ByteView(bytes).subspan(12, 4)) == "VP8X";
  const Size canvas{bgr.cols, bgr.rows};
  const int flags = (options.icc_profile.empty() ? 0 : 0x20) | (options.has_alpha ? 0x10 : 0) |
                    (options.orientation ? 0x08 : 0);
  Bytes chunks;
  put_riff_chunk(chunks, "VP8X", extended_header(flags, canvas));
  if (!options.icc_profile.empty()) put_riff_chunk(chunks, "ICCP", options.icc_profile);
  put(chunks, ByteView(bytes).subspan(is_extended ? 12 + 18 : 12));
  if (options.orientation) {
    put_riff_chunk(chunks, "EXIF", exif_block({.orientation = *options.orientation}));
  }
  return riff(chunks);
}

Bytes animated_webp(const cv::Mat& bgr, int frame_count, cv::Point place, Size canvas) {
  const Bytes still = webp(bgr);
  Bytes chunks;
  put_riff_chunk(chunks, "VP8X", extended_header(0x02, canvas));
  Bytes animation;
  put_little(animation, 0, 4);  // background
  put_little(animation, 0, 2);  // loops
  put_riff_chunk(chunks, "ANIM", animation);
  for (int i = 0; i < frame_count; ++i) {
    Bytes frame;
    put_little(frame, static_cast<std::uint32_t>(place.x / 2), 3);
    put_little(frame, static_cast<std::uint32_t>(place.y / 2), 3);
    put_little(frame, static_cast<std::uint32_t>(bgr.cols - 1), 3);
    put_little(frame, static_cast<std::uint32_t>(bgr.rows - 1), 3);
    put_little(frame, 100, 3);
    put_little(frame, 0, 1);
    put(frame, ByteView(still).subspan(12));
    put_riff_chunk(chunks, "ANMF", frame);
  }
  return riff(chunks);
}

Bytes heif(const cv::Mat& bgr, const HeifOptions& options) {
  heif_context* context = heif_context_alloc();
  heif_encoder* encoder = nullptr;
  heif_error error = heif_context_get_encoder_for_format(
      context, options.is_av1 ? heif_compression_AV1 : heif_compression_HEVC, &encoder);
  PIXIU_CHECK(error.code == heif_error_Ok);
  heif_encoder_set_lossy_quality(encoder, 90);
  heif_image* image = nullptr;
  const int channels = options.has_alpha ? 4 : 3;
  heif_image_create(bgr.cols, bgr.rows, heif_colorspace_RGB,
                    options.has_alpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB,
                    &image);
  heif_image_add_plane(image, heif_channel_interleaved, bgr.cols, bgr.rows, 8);
  int stride = 0;
  std::uint8_t* plane = heif_image_get_plane(image, heif_channel_interleaved, &stride);
  const cv::Mat input = options.has_alpha ? with_alpha_of(bgr) : bgr;
  for (int y = 0; y < input.rows; ++y) {
    std::uint8_t* to = plane + static_cast<std::ptrdiff_t>(y) * stride;
    std::memcpy(to, input.ptr(y), static_cast<std::size_t>(input.cols * channels));
    for (int x = 0; x < input.cols; ++x) std::swap(to[x * channels], to[x * channels + 2]);
  }
  if (!options.icc_profile.empty()) {
    heif_image_set_raw_color_profile(image, "prof", options.icc_profile.data(),
                                     options.icc_profile.size());
  }
  heif_encoding_options* encoding = heif_encoding_options_alloc();
  constexpr std::array<heif_orientation, 4> turns = {
      heif_orientation_normal, heif_orientation_rotate_90_cw, heif_orientation_rotate_180,
      heif_orientation_rotate_270_cw};
  encoding->image_orientation = turns[static_cast<std::size_t>(options.clockwise_quarter_turns)];
  heif_image_handle* handle = nullptr;
  error = heif_context_encode_image(context, image, encoder, encoding, &handle);
  PIXIU_CHECK(error.code == heif_error_Ok);
  if (options.exif_orientation) {
    const Bytes exif = exif_block({.orientation = *options.exif_orientation});
    heif_context_add_exif_metadata(context, handle, exif.data(), static_cast<int>(exif.size()));
  }
  Bytes bytes;
  heif_writer writer{};
  writer.writer_api_version = 1;
  writer.write = [](heif_context*, const void* data, std::size_t size, void* user) {
    put(*static_cast<Bytes*>(user), {static_cast<const std::byte*>(data), size});
    return heif_error{heif_error_Ok, heif_suberror_Unspecified, ""};
  };
  heif_context_write(context, &writer, &bytes);
  heif_encoding_options_free(encoding);
  heif_image_handle_release(handle);
  heif_image_release(image);
  heif_encoder_release(encoder);
  heif_context_free(context);
  return bytes;
}

namespace {

int append_gif(GifFileType* file, const GifByteType* data, int count) {
  put(*static_cast<Bytes*>(file->UserData),
      std::as_bytes(std::span(data, static_cast<std::size_t>(count))));
  return count;
}

// Six by six by six colours, as web pages had them; index 255 is transparent.
GifByteType colour_index(const cv::Vec3b& bgr) {
  const auto step = [](int value) { return (value + 25) / 51; };
  return static_cast<GifByteType>(step(bgr[2]) * 36 + step(bgr[1]) * 6 + step(bgr[0]));
}

void write_gif_frame(GifFileType* file, const cv::Mat& bgr, const GifOptions& options) {
  if (options.has_transparent_left_half) {
    const std::array<GifByteType, 4> control = {0x01, 0, 0, 255};
    EGifPutExtension(file, GRAPHICS_EXT_FUNC_CODE, 4, control.data());
  }
  EGifPutImageDesc(file, options.place.x, options.place.y, bgr.cols, bgr.rows,
                   options.is_interlaced, nullptr);
  std::vector<int> order;
  const auto add = [&](int first, int step) {
    for (int y = first; y < bgr.rows; y += step) order.push_back(y);
  };
  if (options.is_interlaced) {
    add(0, 8);
    add(4, 8);
    add(2, 4);
    add(1, 2);
  } else {
    add(0, 1);
  }
  std::vector<GifByteType> row(static_cast<std::size_t>(bgr.cols));
  for (const int y : order) {
    for (int x = 0; x < bgr.cols; ++x) {
      const bool is_clear = options.has_transparent_left_half && x < bgr.cols / 2;
      row[static_cast<std::size_t>(x)] = is_clear ? 255 : colour_index(bgr.at<cv::Vec3b>(y, x));
    }
    EGifPutLine(file, row.data(), bgr.cols);
  }
}

}  // namespace

Bytes gif(const cv::Mat& bgr, const GifOptions& options) {
  Bytes bytes;
  int error = 0;
  GifFileType* file = EGifOpen(&bytes, append_gif, &error);
  EGifSetGifVersion(file, true);
  ColorMapObject* map = GifMakeMapObject(256, nullptr);
  for (int i = 0; i < 216; ++i) {
    map->Colors[i] = {static_cast<GifByteType>(i / 36 * 51),
                      static_cast<GifByteType>(i / 6 % 6 * 51),
                      static_cast<GifByteType>(i % 6 * 51)};
  }
  const Size canvas = options.canvas == Size{} ? Size{bgr.cols, bgr.rows} : options.canvas;
  EGifPutScreenDesc(file, canvas.width, canvas.height, 8, 0, map);
  for (int i = 0; i < options.frame_count; ++i) write_gif_frame(file, bgr, options);
  GifFreeMapObject(map);
  EGifCloseFile(file, &error);
  return bytes;
}

namespace {

struct MemoryFile {
  Bytes bytes;
  std::size_t offset = 0;
};

MemoryFile& memory_of(thandle_t handle) {
  return *static_cast<MemoryFile*>(handle);
}

tmsize_t write_tiff(thandle_t handle, void* data, tmsize_t count) {
  MemoryFile& file = memory_of(handle);
  const auto size = static_cast<std::size_t>(count);
  file.bytes.resize(std::max(file.bytes.size(), file.offset + size));
  std::memcpy(file.bytes.data() + file.offset, data, size);
  file.offset += size;
  return count;
}

tmsize_t read_tiff(thandle_t handle, void* to, tmsize_t count) {
  MemoryFile& file = memory_of(handle);
  const std::size_t there = std::min(static_cast<std::size_t>(count),
                                     file.bytes.size() - std::min(file.offset, file.bytes.size()));
  std::memcpy(to, file.bytes.data() + file.offset, there);
  file.offset += there;
  return static_cast<tmsize_t>(there);
}

toff_t seek_tiff(thandle_t handle, toff_t offset, int whence) {
  MemoryFile& file = memory_of(handle);
  const std::size_t base = whence == SEEK_SET   ? 0
                           : whence == SEEK_CUR ? file.offset
                                                : file.bytes.size();
  file.offset = base + static_cast<std::size_t>(offset);
  return file.offset;
}

// The page as it is stored: RGB, RGBA or CMYK samples of one or two bytes.
cv::Mat page_samples(const cv::Mat& bgr, const TiffOptions& options) {
  const int channels = options.has_alpha || options.is_cmyk ? 4 : 3;
  cv::Mat samples(bgr.size(), CV_MAKETYPE(options.bit_depth == 16 ? CV_16U : CV_8U, channels));
  for (int y = 0; y < bgr.rows; ++y) {
    for (int x = 0; x < bgr.cols; ++x) {
      const auto& from = bgr.at<cv::Vec3b>(y, x);
      std::array<int, 4> values = {from[2], from[1], from[0], x >= bgr.cols / 2 ? 128 : 255};
      if (options.is_cmyk) values = {255 - from[2], 255 - from[1], 255 - from[0], 0};
      for (int c = 0; c < channels; ++c) {
        const int value = values[static_cast<std::size_t>(c)];
        if (options.bit_depth == 16) {
          samples.ptr<std::uint16_t>(y)[x * channels + c] = static_cast<std::uint16_t>(value * 257);
        } else {
          samples.ptr(y)[x * channels + c] = static_cast<std::uint8_t>(value);
        }
      }
    }
  }
  return samples;
}

void write_tiff_pixels(TIFF* tiff, const cv::Mat& samples, bool is_tiled) {
  if (!is_tiled) {
    for (int y = 0; y < samples.rows; ++y) {
      TIFFWriteScanline(tiff, const_cast<std::uint8_t*>(samples.ptr(y)),
                        static_cast<std::uint32_t>(y), 0);
    }
    return;
  }
  constexpr int tile = 32;
  for (int y = 0; y < samples.rows; y += tile) {
    for (int x = 0; x < samples.cols; x += tile) {
      cv::Mat padded = cv::Mat::zeros(tile, tile, samples.type());
      const cv::Rect there(x, y, std::min(tile, samples.cols - x),
                           std::min(tile, samples.rows - y));
      samples(there).copyTo(padded(cv::Rect(0, 0, there.width, there.height)));
      TIFFWriteTile(tiff, padded.data, static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(y),
                    0, 0);
    }
  }
}

void write_tiff_page(TIFF* tiff, const cv::Mat& bgr, const TiffOptions& options) {
  const cv::Mat samples = page_samples(bgr, options);
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, bgr.cols);
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, bgr.rows);
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, options.bit_depth);
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, samples.channels());
  TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC,
               options.is_cmyk ? PHOTOMETRIC_SEPARATED : PHOTOMETRIC_RGB);
  TIFFSetField(tiff, TIFFTAG_ORIENTATION, options.orientation);
  TIFFSetField(tiff, TIFFTAG_COMPRESSION,
               options.is_deflated ? COMPRESSION_ADOBE_DEFLATE : COMPRESSION_NONE);
  if (options.has_alpha) {
    const std::uint16_t kind = EXTRASAMPLE_UNASSALPHA;
    TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &kind);
  }
  if (options.is_tiled) {
    TIFFSetField(tiff, TIFFTAG_TILEWIDTH, 32);
    TIFFSetField(tiff, TIFFTAG_TILELENGTH, 32);
  } else {
    TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, 16);
  }
  if (!options.icc_profile.empty()) {
    TIFFSetField(tiff, TIFFTAG_ICCPROFILE, static_cast<std::uint32_t>(options.icc_profile.size()),
                 options.icc_profile.data());
  }
  write_tiff_pixels(tiff, samples, options.is_tiled);
  TIFFWriteDirectory(tiff);
}

}  // namespace

Bytes tiff(const cv::Mat& bgr, const TiffOptions& options) {
  MemoryFile file;
  const std::string mode =
      std::string("w") + (options.is_big_tiff ? "8" : "") + (options.is_big_endian ? "b" : "l");
  TIFF* tiff = TIFFClientOpen(
      "", mode.c_str(), &file, read_tiff, write_tiff, seek_tiff, [](thandle_t) { return 0; },
      [](thandle_t handle) { return static_cast<toff_t>(memory_of(handle).bytes.size()); }, nullptr,
      nullptr);
  PIXIU_CHECK(tiff != nullptr);
  for (int page = 0; page < options.page_count; ++page) write_tiff_page(tiff, bgr, options);
  TIFFClose(tiff);
  return file.bytes;
}

}  // namespace pixiu::media::test
