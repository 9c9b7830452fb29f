#include "provenance/c2pa/gif_blocks.h"

#include "media/whole_numbers.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace pixiu::provenance::c2pa {
namespace {

std::size_t colour_table_bytes(std::uint8_t flags) {
  return (flags & 0x80) == 0 ? 0 : std::size_t{3} << ((flags & 0x07) + 1);
}

std::string extension_name(std::uint8_t label) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  return std::string("21") + digits[label >> 4] + digits[label & 15];
}

}  // namespace

GifBlock GifBlockWalk::taken(std::string name, std::size_t size) {
  const FileRange range{offset_, std::min(size, file_.size() - offset_)};
  offset_ = range.end_bytes();
  return {std::move(name), range};
}

// Bytes from `offset_` over what stands before `offset` and the sub-blocks there.
std::size_t GifBlockWalk::sub_blocks_bytes(std::size_t offset) const {
  while (offset < file_.size()) {
    const std::size_t size = media::byte_at(file_, offset);
    offset += 1 + size;
    if (size == 0) break;
  }
  return std::min(offset, file_.size()) - offset_;
}

std::optional<GifBlock> GifBlockWalk::next() {
  if (offset_ >= file_.size()) return std::nullopt;
  const auto flags_at = [&](std::size_t offset) {
    return offset < file_.size() ? media::byte_at(file_, offset) : std::uint8_t{0};
  };
  switch (state_) {
    case State::signature:
      state_ = State::screen;
      return taken(std::string(text_of(file_.first(std::min<std::size_t>(6, file_.size())))), 6);
    case State::screen:
      table_bytes_ = colour_table_bytes(flags_at(offset_ + 4));
      state_ = table_bytes_ == 0 ? State::blocks : State::global_table;
      return taken("LSD", 7);
    case State::global_table: state_ = State::blocks; return taken("GCT", table_bytes_);
    case State::local_table: state_ = State::image_data; return taken("LCT", table_bytes_);
    case State::image_data:
      state_ = State::blocks;
      return taken("TBID", sub_blocks_bytes(offset_ + 1));
    case State::behind: return taken("", file_.size() - offset_);
    case State::blocks: break;
  }
  switch (flags_at(offset_)) {
    case 0x21: return taken(extension_name(flags_at(offset_ + 1)), sub_blocks_bytes(offset_ + 2));
    case 0x2C:
      table_bytes_ = colour_table_bytes(flags_at(offset_ + 9));
      state_ = table_bytes_ == 0 ? State::image_data : State::local_table;
      return taken("2C", 10);
    case 0x3B: state_ = State::behind; return taken("3B", 1);
    default: state_ = State::behind; return taken("", file_.size() - offset_);
  }
}

}  // namespace pixiu::provenance::c2pa
