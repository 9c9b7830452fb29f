#include "media/bmff/boxes.h"

#include "media/whole_numbers.h"

#include <algorithm>
#include <cstdint>

namespace pixiu::media::bmff {
namespace {

constexpr std::size_t short_header_bytes = 8;
constexpr std::size_t long_header_bytes = 16;

std::uint64_t big_endian_64(ByteView bytes, std::size_t offset) {
  return (std::uint64_t{big_endian_32(bytes, offset)} << 32) | big_endian_32(bytes, offset + 4);
}

}  // namespace

BoxWalk::BoxWalk(ByteView file, std::size_t begin_bytes, std::size_t end_bytes)
    : file_(file), offset_(begin_bytes), end_(std::min(end_bytes, file.size())) {}

std::optional<Box> BoxWalk::next() {
  if (offset_ >= end_) return std::nullopt;
  const std::size_t there = end_ - offset_;
  Box box{.offset_bytes = offset_, .size_bytes = there};
  offset_ = end_;
  if (there < short_header_bytes) {
    box.header_bytes = there;
    box.is_cut_off = true;
    return box;
  }
  box.type = text_of(file_.subspan(box.offset_bytes + 4, 4));
  std::uint64_t size = big_endian_32(file_, box.offset_bytes);
  if (size == 0) return box;  // up to the end
  if (size == 1) {
    if (there < long_header_bytes) {
      box.is_cut_off = true;
      return box;
    }
    box.header_bytes = long_header_bytes;
    size = big_endian_64(file_, box.offset_bytes + short_header_bytes);
  }
  if (size < box.header_bytes || size > there) {
    box.is_cut_off = true;
    return box;
  }
  box.size_bytes = static_cast<std::size_t>(size);
  offset_ = box.end_bytes();
  return box;
}

bool is_bmff(ByteView head) {
  return has_signature(head, 4, "ftyp") || has_signature(head, 4, "styp");
}

ByteView content_of(ByteView file, const Box& box) {
  return file.subspan(box.offset_bytes + box.header_bytes, box.size_bytes - box.header_bytes);
}

std::size_t children_offset_bytes(ByteView file, const Box& box) {
  const std::size_t begin = box.offset_bytes + box.header_bytes;
  std::size_t skipped = 0;
  if (box.type == "meta") {
    const bool is_quicktime = has_signature(content_of(file, box), 4, "hdlr");
    skipped = is_quicktime ? 0 : 4;
  } else if (box.type == "dref" || box.type == "stsd") {
    skipped = 8;
  }
  return std::min(begin + skipped, box.end_bytes());
}

}  // namespace pixiu::media::bmff
