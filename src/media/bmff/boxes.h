#pragma once

#include "base/bytes.h"

#include <cstddef>
#include <optional>
#include <string_view>

namespace pixiu::media::bmff {

// One box of an ISO base media file: MP4, MOV, HEIF, AVIF (ISO/IEC 14496-12, 4.2).
struct Box {
  std::string_view type;         // four characters, inside the file
  std::size_t offset_bytes = 0;  // of its header, from the start of the file
  std::size_t header_bytes = 8;  // 8, or 16 with a 64-bit size
  std::size_t size_bytes = 0;    // header and content, never beyond the enclosing end
  bool is_cut_off = false;       // declares more than is there, or less than a header

  std::size_t end_bytes() const { return offset_bytes + size_bytes; }
};

// Walks the boxes of a piece of a file one after another. Every call moves forward by at least
// eight bytes and never reads outside; what cannot be a box ends the walk as one that is cut off.
class BoxWalk {
 public:
  explicit BoxWalk(ByteView file) : BoxWalk(file, 0, file.size()) {}
  BoxWalk(ByteView file, std::size_t begin_bytes, std::size_t end_bytes);

  // The next box; empty at the end of the piece.
  std::optional<Box> next();

 private:
  ByteView file_;
  std::size_t offset_;
  std::size_t end_;
};

// True when the bytes begin like an ISO base media file.
bool is_bmff(ByteView head);

// A box's bytes without its header.
ByteView content_of(ByteView file, const Box& box);

// Where a container's child boxes begin: behind the header and, for the containers that are full
// boxes (meta, dref, stsd), behind their version, flags and counts. QuickTime's meta, which is no
// full box, is told by its first child.
std::size_t children_offset_bytes(ByteView file, const Box& box);

}  // namespace pixiu::media::bmff
