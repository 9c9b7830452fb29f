#pragma once

#include "base/bytes.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace pixiu::media::jpeg {

// Marker codes, second byte (T.81, table B.1).
namespace marker {
inline constexpr std::uint8_t sof0 = 0xC0;
inline constexpr std::uint8_t dht = 0xC4;
inline constexpr std::uint8_t jpg = 0xC8;
inline constexpr std::uint8_t dac = 0xCC;
inline constexpr std::uint8_t sof15 = 0xCF;
inline constexpr std::uint8_t rst0 = 0xD0;
inline constexpr std::uint8_t rst7 = 0xD7;
inline constexpr std::uint8_t soi = 0xD8;
inline constexpr std::uint8_t eoi = 0xD9;
inline constexpr std::uint8_t sos = 0xDA;
inline constexpr std::uint8_t dqt = 0xDB;
inline constexpr std::uint8_t dri = 0xDD;
inline constexpr std::uint8_t app1 = 0xE1;
inline constexpr std::uint8_t app2 = 0xE2;
inline constexpr std::uint8_t app14 = 0xEE;
inline constexpr std::uint8_t tem = 0x01;
}  // namespace marker

// One marker with its payload (without the length field; cut off where the file ends).
struct Segment {
  std::uint8_t marker = 0;
  std::size_t end_offset_bytes = 0;  // first byte behind it
  ByteView payload;
  bool is_cut_off = false;
};

// True for SOF0..SOF15 without DHT, JPG and DAC.
bool is_frame_header(std::uint8_t marker);

// Walks the markers of one JPEG stream from SOI on, stepping over entropy-coded data. Tolerant as
// libjpeg is: bytes between segments are skipped. Every call moves forward; never reads outside.
class SegmentWalk {
 public:
  explicit SegmentWalk(ByteView file) : file_(file) {}

  // The next segment; empty at the end of the file. Ask no further after EOI.
  std::optional<Segment> next();

 private:
  ByteView file_;
  std::size_t offset_ = 0;
};

}  // namespace pixiu::media::jpeg
