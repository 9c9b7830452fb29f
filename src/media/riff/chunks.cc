#include "media/riff/chunks.h"

#include "media/whole_numbers.h"

#include <algorithm>

namespace pixiu::media::riff {

std::optional<Chunk> ChunkWalk::next() {
  constexpr std::size_t header_bytes = 8;
  if (offset_ >= file_.size()) return std::nullopt;
  const std::size_t there = file_.size() - offset_;
  Chunk chunk{.offset_bytes = offset_, .size_bytes = there, .is_cut_off = true};
  offset_ = file_.size();
  if (there < header_bytes) return chunk;
  chunk.type = text_of(file_.subspan(chunk.offset_bytes, 4));
  const std::size_t length = little_endian_32(file_, chunk.offset_bytes + 4);
  chunk.is_cut_off = length > there - header_bytes;
  chunk.data =
      file_.subspan(chunk.offset_bytes + header_bytes, std::min(length, there - header_bytes));
  chunk.size_bytes = std::min(there, header_bytes + chunk.data.size() + length % 2);
  offset_ = chunk.offset_bytes + chunk.size_bytes;
  return chunk;
}

bool is_riff(ByteView head) {
  return head.size() >= 12 && has_signature(head, 0, "RIFF");
}

}  // namespace pixiu::media::riff
