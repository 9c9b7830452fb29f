#include "media/test_pictures.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

#include <jpeglib.h>

namespace pixiu::media::test {
namespace {

struct Row {
  J_COLOR_SPACE input;
  J_COLOR_SPACE stored;
  int channels;
};

Row row_of(JpegKind kind) {
  switch (kind) {
    case JpegKind::ycc: return {JCS_EXT_BGR, JCS_YCbCr, 3};
    case JpegKind::grey: return {JCS_GRAYSCALE, JCS_GRAYSCALE, 1};
    case JpegKind::rgb: return {JCS_EXT_BGR, JCS_RGB, 3};
    case JpegKind::cmyk: return {JCS_CMYK, JCS_CMYK, 4};
    case JpegKind::ycck: return {JCS_CMYK, JCS_YCCK, 4};
  }
  std::abort();
}

// Ink from light without black, as stored: inverted ink is light again.
cv::Mat ink_of(const cv::Mat& bgr, bool is_inverted) {
  cv::Mat ink(bgr.size(), CV_8UC4);
  for (int y = 0; y < bgr.rows; ++y) {
    for (int x = 0; x < bgr.cols; ++x) {
      const auto& from = bgr.at<cv::Vec3b>(y, x);
      cv::Vec4b inverted(from[2], from[1], from[0], 255);
      if (!is_inverted) inverted = cv::Vec4b::all(255) - inverted;
      ink.at<cv::Vec4b>(y, x) = inverted;
    }
  }
  return ink;
}

cv::Mat input_of(const cv::Mat& bgr, const JpegOptions& options) {
  if (options.kind == JpegKind::grey) {
    cv::Mat green;
    cv::extractChannel(bgr, green, 1);
    return green;
  }
  const bool is_ink = options.kind == JpegKind::cmyk || options.kind == JpegKind::ycck;
  return is_ink ? ink_of(bgr, options.is_inverted_ink) : bgr;
}

std::size_t last_scan_offset(const Bytes& jpeg) {
  const std::array sos = {std::byte{0xFF}, std::byte{0xDA}};
  return static_cast<std::size_t>(std::find_end(jpeg.begin(), jpeg.end(), sos.begin(), sos.end()) -
                                  jpeg.begin());
}

void put(Bytes& to, std::initializer_list<int> values) {
  for (const int value : values) to.push_back(static_cast<std::byte>(value));
}

void put_number(Bytes& to, std::uint32_t value, int count, bool is_big_endian) {
  for (int i = 0; i < count; ++i) {
    const int place = is_big_endian ? count - 1 - i : i;
    to.push_back(static_cast<std::byte>((value >> (8 * place)) & 0xFF));
  }
}

}  // namespace

Bytes jpeg(const cv::Mat& bgr, const JpegOptions& options) {
  const cv::Mat input = input_of(bgr, options);
  const Row row = row_of(options.kind);
  jpeg_compress_struct info{};
  jpeg_error_mgr errors{};
  info.err = jpeg_std_error(&errors);
  jpeg_create_compress(&info);
  unsigned char* buffer = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&info, &buffer, &size);
  info.image_width = static_cast<JDIMENSION>(input.cols);
  info.image_height = static_cast<JDIMENSION>(input.rows);
  info.input_components = row.channels;
  info.in_color_space = row.input;
  jpeg_set_defaults(&info);
  jpeg_set_colorspace(&info, row.stored);
  if (row.channels == 4) info.write_Adobe_marker = options.has_adobe_marker ? TRUE : FALSE;
  jpeg_set_quality(&info, options.quality, TRUE);
  if (options.is_full_chroma) {
    info.comp_info[0].h_samp_factor = 1;
    info.comp_info[0].v_samp_factor = 1;
  }
  info.arith_code = options.is_arithmetic ? TRUE : FALSE;
  info.restart_interval = static_cast<unsigned>(options.restart_interval);
  if (options.is_progressive) jpeg_simple_progression(&info);
  jpeg_start_compress(&info, TRUE);
  for (int y = 0; y < input.rows; ++y) {
    auto* line = const_cast<JSAMPROW>(input.ptr(y));
    jpeg_write_scanlines(&info, &line, 1);
  }
  jpeg_finish_compress(&info);
  jpeg_destroy_compress(&info);
  const auto* from = reinterpret_cast<const std::byte*>(buffer);
  Bytes bytes(from, from + size);
  std::free(buffer);
  return bytes;
}

Bytes with_scans(const Bytes& jpeg, int scan_count) {
  int there = 0;
  for (std::size_t i = 0; i + 1 < jpeg.size(); ++i) {
    if (jpeg[i] == std::byte{0xFF} && jpeg[i + 1] == std::byte{0xDA}) ++there;
  }
  const auto scan = jpeg.begin() + static_cast<std::ptrdiff_t>(last_scan_offset(jpeg));
  const auto end = jpeg.end() - 2;
  Bytes bytes(jpeg.begin(), end);
  for (int i = there; i < scan_count; ++i) bytes.insert(bytes.end(), scan, end);
  bytes.insert(bytes.end(), end, jpeg.end());
  return bytes;
}

Bytes with_jpeg_segment(const Bytes& jpeg, std::uint8_t code, ByteView payload) {
  Bytes bytes(jpeg.begin(), jpeg.begin() + 2);
  put(bytes, {0xFF, code});
  put_number(bytes, static_cast<std::uint32_t>(payload.size() + 2), 2, true);
  bytes.insert(bytes.end(), payload.begin(), payload.end());
  bytes.insert(bytes.end(), jpeg.begin() + 2, jpeg.end());
  return bytes;
}

Bytes exif_block(const ExifOptions& options) {
  const bool big = options.is_big_endian;
  Bytes block;
  const auto entry = [&](std::uint32_t tag, std::uint32_t type, std::uint32_t value) {
    put_number(block, tag, 2, big);
    put_number(block, type, 2, big);
    put_number(block, 1, 4, big);
    put_number(block, value, type == 3 ? 2 : 4, big);
    if (type == 3) put_number(block, 0, 2, big);
  };
  put(block, big ? std::initializer_list<int>{'M', 'M', 0, 42}
                 : std::initializer_list<int>{'I', 'I', 42, 0});
  put_number(block, 8, 4, big);
  put_number(block, 1, 2, big);
  entry(0x0112, 3, static_cast<std::uint32_t>(options.orientation));
  const bool has_thumbnail = !options.thumbnail.empty();
  put_number(block, has_thumbnail ? 26 : 0, 4, big);
  if (has_thumbnail) {
    put_number(block, 2, 2, big);
    entry(0x0201, 4, 26 + 2 + 24 + 4);
    entry(0x0202, 4, static_cast<std::uint32_t>(options.thumbnail.size()));
    put_number(block, 0, 4, big);
    block.insert(block.end(), options.thumbnail.begin(), options.thumbnail.end());
  }
  return block;
}

Bytes jpeg_with_exif(const Bytes& jpeg, const ExifOptions& options) {
  Bytes payload;
  put(payload, {'E', 'x', 'i', 'f', 0, 0});
  const Bytes block = exif_block(options);
  payload.insert(payload.end(), block.begin(), block.end());
  return with_jpeg_segment(jpeg, 0xE1, payload);
}

Bytes jpeg_with_icc(const Bytes& jpeg, const Bytes& profile, std::size_t piece_bytes) {
  const std::size_t count = (profile.size() + piece_bytes - 1) / piece_bytes;
  Bytes result = jpeg;
  for (std::size_t i = count; i-- > 0;) {  // each goes in front of the one before
    Bytes payload;
    for (const char letter : std::string_view("ICC_PROFILE\0", 12)) put(payload, {letter});
    put(payload, {static_cast<int>(i + 1), static_cast<int>(count)});
    const auto from = profile.begin() + static_cast<std::ptrdiff_t>(i * piece_bytes);
    const auto size = std::min(piece_bytes, profile.size() - i * piece_bytes);
    payload.insert(payload.end(), from, from + static_cast<std::ptrdiff_t>(size));
    result = with_jpeg_segment(result, 0xE2, payload);
  }
  return result;
}

}  // namespace pixiu::media::test
