#include "media/jpeg/segments.h"

#include "media/whole_numbers.h"

#include <algorithm>
#include <cstring>

namespace pixiu::media::jpeg {
namespace {

// Markers without a length field.
bool stands_alone(std::uint8_t code) {
  return (code >= marker::rst0 && code <= marker::eoi) || code == marker::tem;
}

// 0xFF 0x00 is a data byte and 0xFF 0xFF is fill: neither is a marker.
bool is_marker_code(std::uint8_t code) {
  return code != 0x00 && code != 0xFF;
}

}  // namespace

bool is_frame_header(std::uint8_t code) {
  return code >= marker::sof0 && code <= marker::sof15 && code != marker::dht &&
         code != marker::jpg && code != marker::dac;
}

std::optional<Segment> SegmentWalk::next() {
  while (offset_ + 1 < file_.size()) {
    const auto* from = file_.data() + offset_;
    const void* found = std::memchr(from, 0xFF, file_.size() - offset_ - 1);
    if (found == nullptr) break;
    offset_ += static_cast<std::size_t>(static_cast<const std::byte*>(found) - from);
    const std::uint8_t code = byte_at(file_, offset_ + 1);
    if (!is_marker_code(code)) {
      offset_ += code == 0xFF ? 1 : 2;
      continue;
    }
    offset_ += 2;
    if (code >= marker::rst0 && code <= marker::rst7) continue;
    if (stands_alone(code)) return Segment{code, offset_, {}, false};

    if (offset_ + 2 > file_.size()) {
      offset_ = file_.size();
      return Segment{code, offset_, {}, true};
    }
    const std::size_t length = std::max<std::size_t>(big_endian_16(file_, offset_), 2);
    const std::size_t there = std::min(length, file_.size() - offset_);
    const Segment segment{code, offset_ + there, file_.subspan(offset_ + 2, there - 2),
                          there < length};
    offset_ += there;
    return segment;
  }
  offset_ = file_.size();
  return std::nullopt;
}

}  // namespace pixiu::media::jpeg
