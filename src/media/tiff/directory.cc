#include "media/tiff/directory.h"

#include "media/whole_numbers.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace pixiu::media::tiff {
namespace {

using namespace std::string_view_literals;

// Of a file that claims more entries than it has room for, the next directory is cut off.
constexpr std::uint64_t stated_entries_max = std::uint64_t{1} << 32;

}  // namespace

std::size_t type_bytes(std::uint16_t type) {
  constexpr std::array<std::size_t, 19> bytes = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4,
                                                 8, 4, 8, 4, 0, 0, 8, 8, 8};
  return type < bytes.size() ? bytes[type] : 0;
}

std::optional<Block> Block::open(ByteView bytes) {
  if (has_signature(bytes, 0, "II*\0"sv)) return Block(bytes, true, false);
  if (has_signature(bytes, 0, "MM\0*"sv)) return Block(bytes, false, false);
  if (has_signature(bytes, 0, "II+\0"sv)) return Block(bytes, true, true);
  if (has_signature(bytes, 0, "MM\0+"sv)) return Block(bytes, false, true);
  return std::nullopt;
}

ByteView Block::slice(std::uint64_t offset, std::uint64_t size) const {
  if (offset > bytes_.size() || size > bytes_.size() - offset) return {};
  return bytes_.subspan(static_cast<std::size_t>(offset), static_cast<std::size_t>(size));
}

std::uint64_t Block::number(ByteView bytes) const {
  if (bytes.size() > 8) return 0;
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    value = (value << 8) | byte_at(bytes, is_little_ ? bytes.size() - 1 - i : i);
  }
  return value;
}

std::optional<std::uint64_t> Block::number(const Entry& entry, std::size_t at) const {
  constexpr std::array<std::uint16_t, 6> whole = {1, 3, 4, 13, 16, 18};
  const std::size_t unit = type_bytes(entry.type);
  const bool is_whole = std::find(whole.begin(), whole.end(), entry.type) != whole.end();
  if (!is_whole || at >= entry.value.size() / unit) return std::nullopt;
  return number(entry.value.subspan(at * unit, unit));
}

std::uint64_t Block::first_directory_offset() const {
  return is_big_ ? number(slice(8, 8)) : number(slice(4, 4));
}

Entry Block::entry_at(std::uint64_t offset) const {
  const std::size_t number_bytes = is_big_ ? 8 : 4;
  Entry entry{.tag = static_cast<std::uint16_t>(number(slice(offset, 2))),
              .type = static_cast<std::uint16_t>(number(slice(offset + 2, 2))),
              .count = number(slice(offset + 4, number_bytes)),
              .offset_bytes = static_cast<std::size_t>(offset),
              .field = slice(offset + 4 + number_bytes, number_bytes),
              .value = {}};
  const std::size_t unit = type_bytes(entry.type);
  if (unit == 0 || entry.count > bytes_.size() / unit) return entry;
  const std::size_t size = static_cast<std::size_t>(entry.count) * unit;
  entry.value = size <= number_bytes ? entry.field.first(size) : slice(number(entry.field), size);
  return entry;
}

Directory Block::directory_at(std::uint64_t offset) const {
  Directory directory;
  const std::size_t count_bytes = is_big_ ? 8 : 2;
  const ByteView stated = slice(offset, count_bytes);
  if (offset < header_bytes() || stated.empty()) return directory;
  const std::uint64_t count = number(stated);
  if (count > stated_entries_max) return directory;
  const std::uint64_t first = offset + count_bytes;
  for (std::uint64_t i = 0; i < std::min<std::uint64_t>(count, directory_entries_max); ++i) {
    const std::uint64_t place = first + i * entry_bytes();
    if (slice(place, entry_bytes()).empty()) return directory;
    directory.entries.push_back(entry_at(place));
  }
  const ByteView next = slice(first + count * entry_bytes(), is_big_ ? 8 : 4);
  if (!next.empty()) directory.next_offset = number(next);
  return directory;
}

}  // namespace pixiu::media::tiff
