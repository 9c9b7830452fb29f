#include "media/whole_numbers.h"
#include "provenance/c2pa/embedded_store.h"
#include "provenance/c2pa/gif_blocks.h"
#include "provenance/c2pa/limits.h"
#include "provenance/c2pa/tiff_tags.h"

#include <algorithm>

namespace pixiu::provenance::c2pa::containers {

void find_in_gif(ByteView file, EmbeddedStore& found) {
  using namespace std::string_view_literals;
  constexpr std::string_view identifier =
      "\x21\xFF\x0B"
      "C2PA_GIF\x01\x00\x00"sv;
  GifBlockWalk walk(file);
  while (const auto block = walk.next()) {
    const ByteView bytes = file.subspan(block->range.offset_bytes, block->range.size_bytes);
    if (!media::has_signature(bytes, 0, identifier)) continue;
    Bytes store;
    std::size_t offset = identifier.size();
    while (offset < bytes.size() && bytes[offset] != std::byte{0}) {
      const std::size_t there = bytes.size() - offset - 1;
      const std::size_t size = std::min<std::size_t>(media::byte_at(bytes, offset), there);
      const ByteView piece = bytes.subspan(offset + 1, size);
      if (store.size() <= limits::c2pa_store_bytes_max) {
        store.insert(store.end(), piece.begin(), piece.end());
      }
      offset += 1 + size;
    }
    keep_store(found, store, block->range);
  }
}

void find_in_tiff(ByteView file, EmbeddedStore& found) {
  constexpr std::uint16_t tag_c2pa = 0xCD41;
  for (const TiffEntry& entry : tiff_entries(file, tag_c2pa)) {
    keep_store(found, file.subspan(entry.value.offset_bytes, entry.value.size_bytes), entry.value);
  }
}

}  // namespace pixiu::provenance::c2pa::containers
