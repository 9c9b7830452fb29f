#include "media/tiff/pages.h"

#include "base/limits.h"
#include "media/tiff/directory.h"

#include <algorithm>
#include <vector>

namespace pixiu::media::tiff {

Result<int> count_pages(ByteView file) {
  const auto block = Block::open(file);
  if (!block) return 1;
  std::vector<std::uint64_t> passed;
  std::uint64_t offset = block->first_directory_offset();
  while (offset != 0 && passed.size() <= static_cast<std::size_t>(limits::photo_frames_max)) {
    if (std::ranges::find(passed, offset) != passed.end()) {
      return Error{ErrorCode::corrupted, "the TIFF's pages lead round in a loop"};
    }
    const Directory directory = block->directory_at(offset);
    if (!directory.next_offset) break;
    passed.push_back(offset);
    offset = *directory.next_offset;
  }
  return std::max(1, static_cast<int>(passed.size()));
}

}  // namespace pixiu::media::tiff
