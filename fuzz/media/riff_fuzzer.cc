#include "media/riff/chunks.h"
#include "one_format.h"

#include <cstdlib>

// Chunks of a RIFF file: one behind the other, up to the file's end.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pixiu;
  const ByteView file = fuzz::view_of(data, size);
  if (!media::riff::is_riff(file)) return 0;
  media::riff::ChunkWalk chunks(file);
  std::size_t behind = 12;
  while (const auto chunk = chunks.next()) {
    const bool is_in_place = chunk->offset_bytes == behind && chunk->size_bytes > 0 &&
                             chunk->size_bytes <= file.size() - behind &&
                             chunk->data.size() <= chunk->size_bytes;
    if (!is_in_place) std::abort();
    behind += chunk->size_bytes;
  }
  if (behind != file.size()) std::abort();
  return 0;
}
