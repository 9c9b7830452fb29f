#include "media/photoshop_resources.h"

#include "media/whole_numbers.h"

#include <algorithm>

namespace pixiu::media {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t entries_max = 500;

}  // namespace

// "8BIM", id, name (length byte and text, together even), size, data (padded to even)
std::vector<PhotoshopResource> read_photoshop_resources(ByteView payload) {
  constexpr std::string_view segment_signature = "Photoshop 3.0\0"sv;
  std::vector<PhotoshopResource> found;
  std::size_t offset = 0;
  if (has_signature(payload, 0, segment_signature)) offset = segment_signature.size();
  while (has_signature(payload, offset, "8BIM"sv) && found.size() < entries_max) {
    if (payload.size() - offset < 7) break;
    const std::size_t name_bytes =
        (std::size_t{byte_at(payload, offset + 6)} + 2) & ~std::size_t{1};
    const std::size_t size_offset = offset + 6 + name_bytes;
    if (size_offset > payload.size() || payload.size() - size_offset < 4) break;
    const std::size_t size = big_endian_32(payload, size_offset);
    if (size > payload.size() - size_offset - 4) break;
    found.push_back({big_endian_16(payload, offset + 4), payload.subspan(size_offset + 4, size)});
    offset = size_offset + 4 + size + size % 2;
  }
  return found;
}

// 0x1C, record, dataset, size (15 bits; the 16th says that the size is longer still), data
std::vector<IptcDataset> read_iptc(ByteView data) {
  constexpr std::size_t value_bytes_max = 4096;
  std::vector<IptcDataset> found;
  std::size_t offset = 0;
  while (offset <= data.size() && data.size() - offset >= 5 && found.size() < entries_max) {
    if (byte_at(data, offset) != 0x1C) break;
    std::size_t size = big_endian_16(data, offset + 3);
    std::size_t start = offset + 5;
    if ((size & 0x8000) != 0) {
      if ((size & 0x7FFF) != 4 || data.size() - start < 4) break;
      size = big_endian_32(data, start);
      start += 4;
    }
    if (size > data.size() - start) break;
    const ByteView value = data.subspan(start, std::min(size, value_bytes_max));
    found.push_back(
        {byte_at(data, offset + 1), byte_at(data, offset + 2), std::string(text_of(value))});
    offset = start + size;
  }
  return found;
}

}  // namespace pixiu::media
