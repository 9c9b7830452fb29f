#include "media/tiff/directory.h"
#include "one_format.h"

#include <cstdlib>

// A TIFF or BigTIFF block: every directory that the first ones lead to.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pixiu;
  using namespace pixiu::media;
  const ByteView bytes = fuzz::view_of(data, size);
  const auto block = tiff::Block::open(bytes);
  if (!block) return 0;
  std::uint64_t offset = block->first_directory_offset();
  for (int count = 0; count < 20 && offset != 0; ++count) {
    const tiff::Directory directory = block->directory_at(offset);
    if (directory.entries.size() > tiff::directory_entries_max) std::abort();
    for (const tiff::Entry& entry : directory.entries) {
      const bool is_inside =
          entry.value.empty() || (entry.value.data() >= bytes.data() &&
                                  entry.value.data() + entry.value.size() <= bytes.data() + size);
      if (!is_inside || entry.field.empty()) std::abort();
      static_cast<void>(block->number(entry));
    }
    offset = directory.next_offset.value_or(0);
  }
  return 0;
}
