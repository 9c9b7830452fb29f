#include "media/exif.h"

#include "media/whole_numbers.h"

namespace pixiu::media {
namespace {

constexpr std::uint32_t entries_max = 1000;
constexpr std::size_t entry_bytes = 12;
constexpr std::uint16_t tag_orientation = 0x0112;
constexpr std::uint16_t tag_thumbnail_offset = 0x0201;
constexpr std::uint16_t tag_thumbnail_size = 0x0202;
constexpr std::uint16_t type_byte = 1;
constexpr std::uint16_t type_short = 3;
constexpr std::uint16_t type_long = 4;

// A TIFF block with its byte order; every read is checked.
class TiffBlock {
 public:
  static std::optional<TiffBlock> open(ByteView bytes) {
    if (has_signature(bytes, 0, std::string_view("II*\0", 4))) return TiffBlock(bytes, true);
    if (has_signature(bytes, 0, std::string_view("MM\0*", 4))) return TiffBlock(bytes, false);
    return std::nullopt;
  }

  std::optional<std::uint32_t> read_16(std::size_t offset) const {
    if (offset + 2 > bytes_.size()) return std::nullopt;
    return is_little_ ? little_endian_16(bytes_, offset) : big_endian_16(bytes_, offset);
  }

  std::optional<std::uint32_t> read_32(std::size_t offset) const {
    if (offset + 4 > bytes_.size()) return std::nullopt;
    return is_little_ ? little_endian_32(bytes_, offset) : big_endian_32(bytes_, offset);
  }

  // The first value of an entry whose values are whole numbers and stand in the entry itself.
  std::optional<std::uint32_t> value_of(std::size_t entry) const {
    const auto type = read_16(entry + 2);
    if (!type) return std::nullopt;
    if (*type == type_short) return read_16(entry + 8);
    if (*type == type_long) return read_32(entry + 8);
    if (*type == type_byte && entry + 9 <= bytes_.size()) return byte_at(bytes_, entry + 8);
    return std::nullopt;
  }

  ByteView slice(std::uint32_t offset, std::uint32_t size) const {
    if (offset > bytes_.size() || size > bytes_.size() - offset) return {};
    return bytes_.subspan(offset, size);
  }

 private:
  TiffBlock(ByteView bytes, bool is_little) : bytes_(bytes), is_little_(is_little) {}

  ByteView bytes_;
  bool is_little_;
};

// Calls visit(tag, entry offset) for every entry there is; returns the next directory's offset.
template <class Visit>
std::uint32_t walk_directory(const TiffBlock& block, std::uint32_t directory, Visit visit) {
  const auto count = block.read_16(directory);
  if (!count) return 0;
  std::size_t entry = std::size_t{directory} + 2;
  for (std::uint32_t i = 0; i < *count && i < entries_max; ++i, entry += entry_bytes) {
    const auto tag = block.read_16(entry);
    if (!tag) return 0;
    visit(static_cast<std::uint16_t>(*tag), entry);
  }
  if (*count > entries_max) return 0;
  return block.read_32(entry).value_or(0);
}

}  // namespace

ExifSummary read_exif_summary(ByteView tiff_block) {
  ExifSummary summary;
  const auto block = TiffBlock::open(tiff_block);
  if (!block) return summary;
  const std::uint32_t first = block->read_32(4).value_or(0);
  if (first == 0) return summary;
  const std::uint32_t second =
      walk_directory(*block, first, [&](std::uint16_t tag, std::size_t entry) {
        if (tag != tag_orientation || summary.orientation) return;
        if (const auto value = block->value_of(entry)) {
          summary.orientation = static_cast<int>(*value & 0xffff);
        }
      });
  if (second == 0 || second == first) return summary;
  std::uint32_t offset = 0;
  std::uint32_t size = 0;
  walk_directory(*block, second, [&](std::uint16_t tag, std::size_t entry) {
    if (tag == tag_thumbnail_offset) offset = block->value_of(entry).value_or(0);
    if (tag == tag_thumbnail_size) size = block->value_of(entry).value_or(0);
  });
  summary.thumbnail = block->slice(offset, size);
  return summary;
}

Orientation orientation_of(const ExifSummary& exif) {
  const int value = exif.orientation.value_or(1);
  return value >= 1 && value <= 8 ? value : 1;
}

}  // namespace pixiu::media
