#include "media/trailer.h"

#include "media/decode.h"
#include "media/jpeg/segments.h"
#include "media/whole_numbers.h"

#include <algorithm>
#include <optional>

namespace pixiu::media {
namespace {

using namespace std::string_view_literals;

std::size_t end_of_jpeg(ByteView file) {
  jpeg::SegmentWalk walk(file);
  while (const std::optional<jpeg::Segment> segment = walk.next()) {
    if (segment->marker == jpeg::marker::eoi) return segment->end_offset_bytes;
  }
  return file.size();
}

std::size_t end_of_png(ByteView file) {
  constexpr std::size_t frame_bytes = 12;  // length, type and CRC of a chunk
  std::size_t offset = 8;
  while (offset <= file.size() && file.size() - offset >= frame_bytes) {
    const std::size_t length = big_endian_32(file, offset);
    if (length > file.size() - offset - frame_bytes) break;
    const bool is_last = has_signature(file, offset + 4, "IEND"sv);
    offset += frame_bytes + length;
    if (is_last) return offset;
  }
  return file.size();
}

std::size_t end_of_webp(ByteView file) {
  return file.size() < 8 ? file.size() : std::size_t{8} + little_endian_32(file, 4);
}

}  // namespace

ByteView trailing_bytes(ByteView file) {
  std::size_t end = file.size();
  switch (format_of(file)) {
    case Format::jpeg: end = end_of_jpeg(file); break;
    case Format::png: end = end_of_png(file); break;
    case Format::webp: end = end_of_webp(file); break;
    case Format::heif:
    case Format::gif:
    case Format::tiff:
    case Format::mp4:
    case Format::mov:
    case Format::mp3:
    case Format::unknown: break;
  }
  return file.subspan(std::min(end, file.size()));
}

// Blocks (0, type, length of the name, name, data), then the directory: "SEFH", version, count,
// and of each block 0, type, how far before the directory it begins, its size; then the directory's
// size and "SEFT". Numbers are little-endian.
std::vector<SamsungTrailerEntry> read_samsung_trailer(ByteView bytes) {
  constexpr std::size_t entries_max = 100;
  constexpr std::size_t name_bytes_max = 64;
  constexpr std::size_t entry_bytes = 12;
  std::vector<SamsungTrailerEntry> found;
  if (bytes.size() < 24 || !has_signature(bytes, bytes.size() - 4, "SEFT"sv)) return found;
  const std::size_t size = little_endian_32(bytes, bytes.size() - 8);
  if (size < 12 || size > bytes.size() - 8) return found;
  const std::size_t directory = bytes.size() - 8 - size;
  if (!has_signature(bytes, directory, "SEFH"sv)) return found;
  const std::size_t stated = little_endian_32(bytes, directory + 8);
  const std::size_t count = std::min({stated, entries_max, (size - 12) / entry_bytes});
  for (std::size_t index = 0; index < count; ++index) {
    const std::size_t entry = directory + 12 + index * entry_bytes;
    const std::size_t back = little_endian_32(bytes, entry + 4);
    const std::size_t block_size = little_endian_32(bytes, entry + 8);
    if (back > directory || block_size > back || block_size < 8) continue;
    const ByteView block = bytes.subspan(directory - back, block_size);
    const std::size_t name_size = little_endian_32(block, 4);
    if (name_size > name_bytes_max || name_size > block.size() - 8) continue;
    found.push_back(
        {std::string(text_of(block.subspan(8, name_size))), block.subspan(8 + name_size)});
  }
  return found;
}

}  // namespace pixiu::media
