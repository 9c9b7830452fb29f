#include "media/png/alpha_bits.h"

#include "base/limits.h"
#include "media/whole_numbers.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include <zlib.h>

namespace pixiu::media::png {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t signature_bytes = 8;
constexpr std::size_t frame_bytes = 12;  // length, type and CRC of a chunk
constexpr std::size_t pixel_bytes = 4;

// Hands out the image data of a PNG, inflated, as much as is asked for.
class ImageData {
 public:
  explicit ImageData(ByteView file) : file_(file) { is_ready_ = inflateInit(&stream_) == Z_OK; }
  ~ImageData() {
    if (is_ready_) inflateEnd(&stream_);
  }
  ImageData(const ImageData&) = delete;
  ImageData& operator=(const ImageData&) = delete;

  // False when the data end before.
  bool read(std::vector<std::uint8_t>& into) {
    if (!is_ready_) return false;
    stream_.next_out = into.data();
    stream_.avail_out = static_cast<uInt>(into.size());
    while (stream_.avail_out > 0) {
      if (stream_.avail_in == 0 && !next_chunk()) return false;
      const int state = inflate(&stream_, Z_NO_FLUSH);
      if (state == Z_STREAM_END) return stream_.avail_out == 0;
      if (state != Z_OK && state != Z_BUF_ERROR) return false;
    }
    return true;
  }

 private:
  bool next_chunk() {
    while (offset_ <= file_.size() && file_.size() - offset_ >= frame_bytes) {
      const std::size_t length = big_endian_32(file_, offset_);
      if (length > file_.size() - offset_ - frame_bytes) return false;
      const bool is_data = has_signature(file_, offset_ + 4, "IDAT"sv);
      const ByteView data = file_.subspan(offset_ + 8, length);
      offset_ += frame_bytes + length;
      if (!is_data || data.empty()) continue;
      stream_.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(data.data()));
      stream_.avail_in = static_cast<uInt>(length);
      return true;
    }
    return false;
  }

  ByteView file_;
  std::size_t offset_ = signature_bytes;
  z_stream stream_{};
  bool is_ready_ = false;
};

int paeth(int left, int up, int corner) {
  const int guess = left + up - corner;
  const int to_left = std::abs(guess - left);
  const int to_up = std::abs(guess - up);
  const int to_corner = std::abs(guess - corner);
  if (to_left <= to_up && to_left <= to_corner) return left;
  return to_up <= to_corner ? up : corner;
}

// Undoes a row's filter (PNG, 9.2) on its first bytes, all that is needed of it.
void unfilter(std::vector<std::uint8_t>& row, const std::vector<std::uint8_t>& above,
              std::size_t byte_count) {
  const std::uint8_t filter = row[0];
  for (std::size_t i = 1; i <= byte_count; ++i) {
    const int left = i > pixel_bytes ? row[i - pixel_bytes] : 0;
    const int corner = i > pixel_bytes ? above[i - pixel_bytes] : 0;
    const int up = above[i];
    int added = 0;
    if (filter == 1) added = left;
    if (filter == 2) added = up;
    if (filter == 3) added = (left + up) / 2;
    if (filter == 4) added = paeth(left, up, corner);
    row[i] = static_cast<std::uint8_t>(row[i] + added);
  }
}

struct Sides {
  std::size_t width = 0;
  std::size_t height = 0;
};

// Of a PNG with 8-bit RGBA that is not interlaced.
std::optional<Sides> plain_rgba_size(ByteView file) {
  if (!has_signature(file, 0, "\x89PNG\r\n\x1A\n"sv) || file.size() < 33) return std::nullopt;
  if (!has_signature(file, 12, "IHDR"sv)) return std::nullopt;
  const Sides sides{big_endian_32(file, 16), big_endian_32(file, 20)};
  const auto side_max = static_cast<std::size_t>(limits::photo_side_px_max);
  const bool is_plain = byte_at(file, 24) == 8 && byte_at(file, 25) == 6 && byte_at(file, 28) == 0;
  if (!is_plain || sides.width == 0 || sides.height == 0 || sides.width > side_max ||
      sides.height > side_max) {
    return std::nullopt;
  }
  return sides;
}

}  // namespace

std::string alpha_low_bits(ByteView file, std::size_t byte_count) {
  const std::optional<Sides> sides = plain_rgba_size(file);
  const std::size_t bit_count = byte_count * 8;
  if (!sides || sides->width * sides->height < bit_count || bit_count == 0) return {};
  const std::size_t row_count = std::min(sides->height, bit_count);
  const std::size_t column_count = (bit_count + sides->height - 1) / sides->height;
  ImageData data(file);
  std::string spelt(byte_count, '\0');
  std::vector<std::uint8_t> above(1 + sides->width * pixel_bytes);
  std::vector<std::uint8_t> row(above.size());
  for (std::size_t y = 0; y < row_count; ++y) {
    if (!data.read(row)) return {};
    unfilter(row, above, column_count * pixel_bytes);
    for (std::size_t x = 0; x < column_count; ++x) {
      const std::size_t bit = x * sides->height + y;
      if (bit >= bit_count) continue;
      const int value = row[1 + x * pixel_bytes + 3] & 1;
      spelt[bit / 8] = static_cast<char>(spelt[bit / 8] | value << (7 - bit % 8));
    }
    std::swap(row, above);
  }
  return spelt;
}

}  // namespace pixiu::media::png
