#include "media/png/chunks.h"

#include "media/whole_numbers.h"

#include <algorithm>
#include <limits>

namespace pixiu::media::png {
namespace {

constexpr std::size_t signature_bytes = 8;
constexpr std::size_t frame_bytes = 12;  // length, type and CRC of a chunk

int bounded(std::uint32_t value) {
  return static_cast<int>(std::min<std::uint32_t>(value, std::numeric_limits<int>::max()));
}

}  // namespace

ChunkSummary read_chunks(ByteView file) {
  ChunkSummary summary;
  std::size_t offset = signature_bytes;
  while (offset + frame_bytes <= file.size()) {
    const std::size_t length = big_endian_32(file, offset);
    const std::string_view type = text_of(file.subspan(offset + 4, 4));
    if (length > file.size() - offset - frame_bytes) break;
    const ByteView data = file.subspan(offset + 8, length);
    if (type == "IHDR" && !summary.has_header && length == 13) {
      summary.has_header = true;
      summary.size = {bounded(big_endian_32(data, 0)), bounded(big_endian_32(data, 4))};
    } else if (type == "acTL" && length >= 8) {
      summary.frame_count = std::max(1, bounded(big_endian_32(data, 0)));
    } else if (type == "eXIf" && summary.exif.empty()) {
      summary.exif = data;
    } else if (type == "iCCP") {
      summary.has_icc_profile = true;
    } else if (type == "IEND") {
      summary.has_end = true;
      break;
    }
    offset += frame_bytes + length;
  }
  return summary;
}

}  // namespace pixiu::media::png
