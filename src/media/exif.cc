#include "media/exif.h"

#include "media/tiff/directory.h"

namespace pixiu::media {
namespace {

constexpr std::uint16_t tag_orientation = 0x0112;
constexpr std::uint16_t tag_thumbnail_offset = 0x0201;
constexpr std::uint16_t tag_thumbnail_size = 0x0202;

// The whole number in the entry itself, whatever count it states: writers get the count wrong.
std::optional<std::uint64_t> number_in(const tiff::Block& block, const tiff::Entry& entry) {
  constexpr std::uint16_t type_byte = 1;
  constexpr std::uint16_t type_short = 3;
  constexpr std::uint16_t type_long = 4;
  if (entry.type != type_byte && entry.type != type_short && entry.type != type_long) {
    return std::nullopt;
  }
  return block.number(entry.field.first(tiff::type_bytes(entry.type)));
}

}  // namespace

ExifSummary read_exif_summary(ByteView tiff_block) {
  ExifSummary summary;
  const auto block = tiff::Block::open(tiff_block);
  if (!block || block->is_big_tiff()) return summary;  // EXIF knows no BigTIFF
  const std::uint64_t first = block->first_directory_offset();
  const tiff::Directory image = block->directory_at(first);
  for (const tiff::Entry& entry : image.entries) {
    if (entry.tag != tag_orientation || summary.orientation) continue;
    if (const auto value = number_in(*block, entry)) {
      summary.orientation = static_cast<int>(*value & 0xffff);
    }
  }
  const std::uint64_t second = image.next_offset.value_or(0);
  if (second == 0 || second == first) return summary;
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
  for (const tiff::Entry& entry : block->directory_at(second).entries) {
    if (entry.tag == tag_thumbnail_offset) offset = number_in(*block, entry).value_or(0);
    if (entry.tag == tag_thumbnail_size) size = number_in(*block, entry).value_or(0);
  }
  summary.thumbnail = block->slice(offset, size);
  return summary;
}

Orientation orientation_of(const ExifSummary& exif) {
  const int value = exif.orientation.value_or(1);
  return value >= 1 && value <= 8 ? value : 1;
}

}  // namespace pixiu::media
