#include "media/id3/frames.h"

#include "base/limits.h"
#include "media/whole_numbers.h"

#include <algorithm>
#include <cstdint>

namespace pixiu::media::id3 {
namespace {

constexpr std::size_t header_bytes = 10;  // of a tag and of a frame alike
constexpr std::size_t frames_max = 1000;

// Four bytes of seven bits each; empty when one has its high bit set.
std::optional<std::size_t> synchsafe_32(ByteView bytes, std::size_t offset) {
  std::size_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const std::uint8_t byte = byte_at(bytes, offset + i);
    if ((byte & 0x80) != 0) return std::nullopt;
    value = (value << 7) | byte;
  }
  return value;
}

// Drops the zero that stands behind every 0xFF.
Bytes without_unsynchronisation(ByteView bytes) {
  Bytes plain;
  plain.reserve(bytes.size());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    plain.push_back(bytes[i]);
    const bool is_stuffed =
        bytes[i] == std::byte{0xFF} && i + 1 < bytes.size() && bytes[i + 1] == std::byte{0};
    if (is_stuffed) ++i;
  }
  return plain;
}

bool is_frame_id(std::string_view id) {
  return std::ranges::all_of(
      id, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

struct Layout {
  int version = 3;
  bool is_unsynchronised = false;  // all of the tag
  std::size_t base_offset = 0;     // of `body` in the file
};

std::size_t extended_header_bytes(ByteView body, const Layout& layout) {
  if (body.size() < 4) return body.size();
  if (layout.version == 4) return synchsafe_32(body, 0).value_or(body.size());
  return std::size_t{4} + big_endian_32(body, 0);
}

// Reads one frame at `offset`; empty at padding or where no frame can be.
std::optional<Frame> read_frame(ByteView body, std::size_t offset, const Layout& layout) {
  if (offset > body.size() || body.size() - offset < header_bytes) return std::nullopt;
  const std::string_view id = text_of(body.subspan(offset, 4));
  if (!is_frame_id(id)) return std::nullopt;
  const std::optional<std::size_t> size =
      layout.version == 4 ? synchsafe_32(body, offset + 4)
                          : std::optional<std::size_t>(big_endian_32(body, offset + 4));
  if (!size || *size > body.size() - offset - header_bytes) return std::nullopt;
  Frame frame{.id = std::string(id), .content = {}, .offset_bytes = {}, .size_bytes = {}};
  frame.size_bytes = header_bytes + *size;
  const std::uint8_t flags = byte_at(body, offset + 9);
  const bool is_packed = (flags & (layout.version == 4 ? 0x0C : 0xC0)) != 0;
  const bool is_unsynchronised = layout.version == 4 && (flags & 0x02) != 0;
  const std::size_t prefix = layout.version == 4 && (flags & 0x01) != 0 ? 4 : 0;
  if (!is_packed && prefix <= *size) {
    const ByteView raw = body.subspan(offset + header_bytes + prefix, *size - prefix);
    frame.content =
        is_unsynchronised ? without_unsynchronisation(raw) : Bytes(raw.begin(), raw.end());
    if (!is_unsynchronised && !layout.is_unsynchronised) {
      frame.offset_bytes = layout.base_offset + offset;
    }
  }
  return frame;
}

}  // namespace

std::optional<Tag> read_tag(ByteView file) {
  if (file.size() < header_bytes || !has_signature(file, 0, "ID3")) return std::nullopt;
  const std::optional<std::size_t> size = synchsafe_32(file, 6);
  if (!size) return std::nullopt;
  const std::size_t there = file.size() - header_bytes;
  Tag tag{.size_bytes = header_bytes + std::min(*size, there),
          .is_cut_off = *size > there,
          .frames = {}};
  const std::uint8_t flags = byte_at(file, 5);
  Layout layout{
      .version = byte_at(file, 3), .is_unsynchronised = false, .base_offset = header_bytes};
  if (layout.version != 3 && layout.version != 4) return tag;
  ByteView body = file.subspan(header_bytes, std::min(*size, there));
  if (body.size() > limits::photo_bytes_max) return tag;
  Bytes plain;
  if ((flags & 0x80) != 0 && layout.version == 3) {  // version 4 says it frame by frame
    layout.is_unsynchronised = true;
    plain = without_unsynchronisation(body);
    body = plain;
  }
  std::size_t offset = (flags & 0x40) != 0 ? extended_header_bytes(body, layout) : 0;
  while (tag.frames.size() < frames_max) {
    std::optional<Frame> frame = read_frame(body, offset, layout);
    if (!frame) break;
    offset += frame->size_bytes;
    tag.frames.push_back(std::move(*frame));
  }
  return tag;
}

std::optional<GeneralObject> read_general_object(ByteView content) {
  if (content.empty()) return std::nullopt;
  const std::uint8_t encoding = byte_at(content, 0);
  const std::size_t unit = encoding == 1 || encoding == 2 ? 2 : 1;
  std::size_t offset = 1;
  const auto take_text = [&](std::size_t unit_bytes) -> std::optional<std::string> {
    for (std::size_t end = offset; end + unit_bytes <= content.size(); end += unit_bytes) {
      const bool is_end =
          content[end] == std::byte{0} && (unit_bytes == 1 || content[end + 1] == std::byte{0});
      if (!is_end) continue;
      const std::string text(text_of(content.subspan(offset, end - offset)));
      offset = end + unit_bytes;
      return text;
    }
    return std::nullopt;
  };
  GeneralObject object;
  for (const auto& [into, unit_bytes] :
       {std::pair{&object.media_type, std::size_t{1}}, std::pair{&object.file_name, unit},
        std::pair{&object.description, unit}}) {
    const std::optional<std::string> text = take_text(unit_bytes);
    if (!text) return std::nullopt;
    *into = *text;
  }
  object.object_offset_bytes = offset;
  return object;
}

}  // namespace pixiu::media::id3
