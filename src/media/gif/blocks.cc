#include "media/gif/blocks.h"

#include "media/whole_numbers.h"

#include <algorithm>

namespace pixiu::media::gif {
namespace {

constexpr std::size_t screen_offset = 6;
constexpr std::size_t screen_bytes = 7;
constexpr std::uint8_t extension_introducer = 0x21;
constexpr std::uint8_t image_separator = 0x2C;
constexpr std::uint8_t trailer = 0x3B;
constexpr std::uint8_t graphic_control = 0xF9;

std::size_t colour_table_bytes(std::uint8_t flags) {
  return (flags & 0x80) == 0 ? 0 : std::size_t{3} << ((flags & 0x07) + 1);
}

// A cursor over the file that stops at its end.
class Walk {
 public:
  Walk(ByteView file, std::size_t offset) : file_(file), offset_(offset) {}

  bool has(std::size_t count) const {
    return offset_ <= file_.size() && file_.size() - offset_ >= count;
  }
  std::uint8_t take() { return byte_at(file_, offset_++); }
  ByteView peek(std::size_t count) const { return file_.subspan(offset_, count); }
  void skip(std::size_t count) { offset_ += count; }

  // Steps over data sub-blocks and their end; false when the file ends first.
  bool skip_sub_blocks() {
    while (has(1)) {
      const std::size_t size = take();
      if (size == 0) return true;
      skip(size);
    }
    return false;
  }

 private:
  ByteView file_;
  std::size_t offset_;
};

// Reads an image descriptor and steps to its end; false when the file ends first.
bool read_frame(Walk& walk, std::optional<int> transparent_index, BlockSummary& summary) {
  constexpr std::size_t descriptor_bytes = 9;
  if (!walk.has(descriptor_bytes)) return false;
  const ByteView descriptor = walk.peek(descriptor_bytes);
  if (!summary.first) {
    const Frame frame{.left = little_endian_16(descriptor, 0),
                      .top = little_endian_16(descriptor, 2),
                      .size = {little_endian_16(descriptor, 4), little_endian_16(descriptor, 6)},
                      .transparent_index = transparent_index};
    summary.first = frame;
    summary.canvas.width = std::max(summary.canvas.width, frame.left + frame.size.width);
    summary.canvas.height = std::max(summary.canvas.height, frame.top + frame.size.height);
  }
  ++summary.frame_count;
  walk.skip(descriptor_bytes + colour_table_bytes(byte_at(descriptor, 8)) + 1);  // and code size
  return walk.skip_sub_blocks();
}

// Steps over an extension; keeps a graphic control's transparent index.
bool read_extension(Walk& walk, std::optional<int>& transparent_index) {
  if (!walk.has(1)) return false;
  const std::uint8_t label = walk.take();
  if (label == graphic_control && walk.has(5)) {
    const ByteView control = walk.peek(5);
    const bool is_transparent = (byte_at(control, 1) & 0x01) != 0;
    transparent_index = is_transparent ? std::optional<int>(byte_at(control, 4)) : std::nullopt;
  }
  return walk.skip_sub_blocks();
}

}  // namespace

BlockSummary read_blocks(ByteView file) {
  BlockSummary summary;
  if (file.size() < screen_offset + screen_bytes) return summary;
  summary.has_screen = true;
  summary.canvas = {little_endian_16(file, screen_offset),
                    little_endian_16(file, screen_offset + 2)};
  Walk walk(file, screen_offset + screen_bytes);
  walk.skip(colour_table_bytes(byte_at(file, screen_offset + 4)));
  std::optional<int> transparent_index;
  bool goes_on = true;
  while (goes_on && walk.has(1)) {
    switch (walk.take()) {
      case extension_introducer: goes_on = read_extension(walk, transparent_index); break;
      case image_separator:
        goes_on = read_frame(walk, transparent_index, summary);
        transparent_index.reset();
        break;
      case trailer:
        summary.has_trailer = true;
        goes_on = false;
        break;
      default: goes_on = false;
    }
  }
  return summary;
}

}  // namespace pixiu::media::gif
