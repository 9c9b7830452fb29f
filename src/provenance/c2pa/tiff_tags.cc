#include "provenance/c2pa/tiff_tags.h"

#include "base/limits.h"
#include "media/tiff/directory.h"

#include <algorithm>

namespace pixiu::provenance::c2pa {

std::vector<TiffEntry> tiff_entries(ByteView file, std::uint16_t tag) {
  using namespace media;
  std::vector<TiffEntry> found;
  const auto block = tiff::Block::open(file);
  if (!block) return found;
  std::vector<std::uint64_t> passed;
  std::uint64_t offset = block->first_directory_offset();
  while (offset != 0 && passed.size() < static_cast<std::size_t>(limits::photo_frames_max) &&
         std::ranges::find(passed, offset) == passed.end()) {
    passed.push_back(offset);
    const tiff::Directory directory = block->directory_at(offset);
    for (const tiff::Entry& entry : directory.entries) {
      if (entry.tag != tag || entry.value.empty()) continue;
      const auto start = static_cast<std::size_t>(entry.value.data() - file.data());
      found.push_back({{entry.offset_bytes, block->entry_bytes()}, {start, entry.value.size()}});
    }
    offset = directory.next_offset.value_or(0);
  }
  return found;
}

}  // namespace pixiu::provenance::c2pa
