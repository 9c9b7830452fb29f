#include "provenance/c2pa/tiff_tags.h"

#include "base/limits.h"
#include "media/whole_numbers.h"

#include <algorithm>
#include <optional>

namespace pixiu::provenance::c2pa {
namespace {

constexpr std::size_t entries_max = 4096;

// Whole numbers in the file's byte order; every read is checked.
struct Numbers {
  ByteView file;
  bool is_little = false;

  std::optional<std::uint64_t> read(std::uint64_t offset, std::size_t count) const {
    if (offset > file.size() || count > file.size() - offset) return std::nullopt;
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t place = is_little ? count - 1 - i : i;
      value = (value << 8) | media::byte_at(file, static_cast<std::size_t>(offset) + place);
    }
    return value;
  }
};

// The widths that tell TIFF and BigTIFF apart.
struct Widths {
  std::size_t count;
  std::size_t entry;
  std::size_t number;  // value count and offsets
};

std::size_t type_bytes(std::uint64_t type) {
  switch (type) {
    case 3:
    case 8: return 2;
    case 4:
    case 9:
    case 11:
    case 13: return 4;
    case 5:
    case 10:
    case 12:
    case 16:
    case 17:
    case 18: return 8;
    default: return 1;
  }
}

std::optional<TiffEntry> entry_at(const Numbers& numbers, std::uint64_t offset,
                                  const Widths& widths) {
  const auto type = numbers.read(offset + 2, 2);
  const auto count = numbers.read(offset + 4, widths.number);
  const std::uint64_t value_offset = offset + 4 + widths.number;
  const auto pointer = numbers.read(value_offset, widths.number);
  if (!type || !count || !pointer || *count > numbers.file.size()) return std::nullopt;
  const std::uint64_t size = *count * type_bytes(*type);
  const std::uint64_t start = size <= widths.number ? value_offset : *pointer;
  if (start > numbers.file.size() || size > numbers.file.size() - start) return std::nullopt;
  return TiffEntry{{static_cast<std::size_t>(offset), widths.entry},
                   {static_cast<std::size_t>(start), static_cast<std::size_t>(size)}};
}

}  // namespace

std::vector<TiffEntry> tiff_entries(ByteView file, std::uint16_t tag) {
  const Numbers numbers{file, media::has_signature(file, 0, "II")};
  const bool is_big_file = numbers.read(2, 2).value_or(0) == 43;
  const Widths widths = is_big_file ? Widths{8, 20, 8} : Widths{2, 12, 4};
  std::vector<TiffEntry> found;
  std::vector<std::uint64_t> passed;
  auto directory = is_big_file ? numbers.read(8, 8) : numbers.read(4, 4);
  while (directory && *directory != 0 && *directory < file.size() &&
         passed.size() < static_cast<std::size_t>(limits::photo_frames_max) &&
         std::ranges::find(passed, *directory) == passed.end()) {
    passed.push_back(*directory);
    const std::uint64_t count = numbers.read(*directory, widths.count).value_or(0);
    if (count > entries_max) break;
    const std::uint64_t first = *directory + widths.count;
    for (std::uint64_t index = 0; index < count; ++index) {
      const std::uint64_t offset = first + index * widths.entry;
      if (numbers.read(offset, 2) != tag) continue;
      if (const auto entry = entry_at(numbers, offset, widths)) found.push_back(*entry);
    }
    directory = numbers.read(first + count * widths.entry, widths.number);
  }
  return found;
}

}  // namespace pixiu::provenance::c2pa
