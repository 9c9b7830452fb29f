#pragma once

#include "base/bytes.h"

#include <cstddef>
#include <optional>
#include <string_view>

namespace pixiu::media::riff {

// One chunk of a RIFF file: WebP, WAV, AVI.
struct Chunk {
  std::string_view type;         // four characters, inside the file
  std::size_t offset_bytes = 0;  // of its header, from the start of the file
  std::size_t size_bytes = 0;    // header, data and pad byte, never beyond the file's end
  ByteView data;
  bool is_cut_off = false;  // declares more than is there
};

// Walks the chunks behind "RIFF", size and form type; lists are not entered. Goes on behind the
// size the file declares for itself, up to its true end. Every call moves forward.
// Source: Multimedia Programming Interface and Data Specifications 1.0, RIFF
class ChunkWalk {
 public:
  explicit ChunkWalk(ByteView file) : file_(file) {}

  // The next chunk; empty at the end of the file.
  std::optional<Chunk> next();

 private:
  ByteView file_;
  std::size_t offset_ = 12;
};

// True when the bytes begin like a RIFF file.
bool is_riff(ByteView head);

}  // namespace pixiu::media::riff
