#include "media/jpeg/structure.h"

#include "base/limits.h"
#include "media/jpeg/segments.h"
#include "media/whole_numbers.h"

#include <algorithm>
#include <map>

namespace pixiu::media::jpeg {
namespace {

constexpr std::string_view exif_signature("Exif\0\0", 6);
constexpr std::string_view icc_signature("ICC_PROFILE\0", 12);
constexpr std::string_view adobe_signature("Adobe", 5);

// Natural position of the k-th coefficient of a zigzag scan (T.81, figure 5).
constexpr std::array<std::uint8_t, 64> natural_order = {
    0,  1,  8,  16, 9,  2,  3,  10, 17, 24, 32, 25, 18, 11, 4,  5,  12, 19, 26, 33, 40, 48,
    41, 34, 27, 20, 13, 6,  7,  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23,
    30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63};

// DQT (T.81, B.2.4.1): one or more tables of 8 or 16 bit.
void read_quantisation_tables(ByteView payload, JpegStructure& structure) {
  std::size_t offset = 0;
  while (offset < payload.size()) {
    const std::uint8_t kind = byte_at(payload, offset++);
    const std::size_t index = kind & 0x0F;
    const std::size_t value_bytes = (kind >> 4) == 0 ? 1 : 2;
    if (index > 3 || payload.size() - offset < 64 * value_bytes) return;
    std::array<std::uint16_t, 64> table{};
    for (std::size_t k = 0; k < 64; ++k, offset += value_bytes) {
      table[natural_order[k]] =
          value_bytes == 1 ? byte_at(payload, offset) : big_endian_16(payload, offset);
    }
    structure.quantisation_tables[index] = table;
  }
}

// SOFn (T.81, B.2.2).
void read_frame_header(const Segment& segment, Anatomy& anatomy) {
  const ByteView payload = segment.payload;
  if (anatomy.has_frame || payload.size() < 6) return;
  const std::size_t count = byte_at(payload, 5);
  if (payload.size() < 6 + 3 * count) return;
  anatomy.has_frame = true;
  JpegStructure& structure = anatomy.structure;
  structure.precision_bits = byte_at(payload, 0);
  anatomy.size = {big_endian_16(payload, 3), big_endian_16(payload, 1)};
  const int process = segment.marker & 0x0F;
  structure.is_progressive = (process & 0x03) == 2;
  structure.is_arithmetic = process >= 8;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t offset = 6 + 3 * i;
    const std::uint8_t sampling = byte_at(payload, offset + 1);
    structure.components.push_back({.id = byte_at(payload, offset),
                                    .horizontal_sampling = sampling >> 4,
                                    .vertical_sampling = sampling & 0x0F,
                                    .quantisation_table_index = byte_at(payload, offset + 2)});
  }
}

// The pieces of a profile, by sequence number (ICC.1:2010, B.4).
class IccPieces {
 public:
  void add(ByteView payload) {
    const std::size_t head = icc_signature.size();
    if (payload.size() < head + 2) return;
    const int number = byte_at(payload, head);
    count_ = std::max<int>(count_, byte_at(payload, head + 1));
    const ByteView data = payload.subspan(head + 2);
    if (size_bytes_ + data.size() > limits::metadata_bytes_max) return;
    if (pieces_.emplace(number, data).second) size_bytes_ += data.size();
  }

  bool is_there() const { return !pieces_.empty(); }

  bool is_complete() const {
    return is_there() && pieces_.begin()->first == 1 &&
           pieces_.rbegin()->first == static_cast<int>(pieces_.size()) &&
           static_cast<int>(pieces_.size()) == count_;
  }

  Bytes joined() const {
    Bytes all;
    all.reserve(size_bytes_);
    for (const auto& [number, data] : pieces_) all.insert(all.end(), data.begin(), data.end());
    return all;
  }

 private:
  std::map<int, ByteView> pieces_;
  int count_ = 0;
  std::size_t size_bytes_ = 0;
};

void read_application_segment(const Segment& segment, Anatomy& anatomy, IccPieces& icc) {
  const ByteView payload = segment.payload;
  if (segment.marker == marker::app1 && anatomy.exif.empty() &&
      has_signature(payload, 0, exif_signature)) {
    anatomy.exif = payload.subspan(exif_signature.size());
  }
  if (segment.marker == marker::app2 && has_signature(payload, 0, icc_signature)) icc.add(payload);
  if (segment.marker == marker::app14 && payload.size() >= 12 &&
      has_signature(payload, 0, adobe_signature)) {
    anatomy.structure.adobe_transform = byte_at(payload, 11);
  }
}

void read_table_segment(const Segment& segment, Anatomy& anatomy) {
  if (segment.marker == marker::dqt) {
    read_quantisation_tables(segment.payload, anatomy.structure);
  } else if (segment.marker == marker::dri && segment.payload.size() >= 2) {
    anatomy.structure.restart_interval = big_endian_16(segment.payload, 0);
  } else if (is_frame_header(segment.marker)) {
    read_frame_header(segment, anatomy);
  }
}

}  // namespace

Anatomy read_anatomy(ByteView file, Depth depth) {
  Anatomy anatomy;
  JpegStructure& structure = anatomy.structure;
  IccPieces icc;
  SegmentWalk walk(file);
  structure.is_truncated = true;
  structure.trailing_offset_bytes = file.size();
  while (const auto segment = walk.next()) {
    if (segment->marker == marker::eoi) {
      structure.is_truncated = false;
      structure.trailing_offset_bytes = segment->end_offset_bytes;
      structure.trailing_size_bytes = file.size() - segment->end_offset_bytes;
      break;
    }
    if (segment->marker == marker::sos) {
      if (depth == Depth::up_to_first_scan) break;
      if (!segment->is_cut_off) ++structure.scan_count;
    }
    if (structure.scan_count == 0) {
      read_table_segment(*segment, anatomy);
      read_application_segment(*segment, anatomy, icc);
    }
  }
  if (icc.is_complete()) anatomy.icc_profile = icc.joined();
  anatomy.is_icc_incomplete = icc.is_there() && !icc.is_complete();
  const ByteView thumbnail = read_exif_summary(anatomy.exif).thumbnail;
  structure.exif_thumbnail.assign(thumbnail.begin(), thumbnail.end());
  return anatomy;
}

Status check_scans(const Anatomy& anatomy) {
  const int scans = anatomy.structure.scan_count;
  if (scans == 0) return Error{ErrorCode::corrupted, "the JPEG ends before its first scan"};
  const std::int64_t pixels = std::int64_t{anatomy.size.width} * anatomy.size.height;
  if (scans > limits::jpeg_scans_max || scans * pixels > limits::jpeg_scan_pixels_max) {
    return Error{ErrorCode::limit_exceeded,
                 "the JPEG has " + std::to_string(scans) + " scans of " + std::to_string(pixels) +
                     " pixels; at most " + std::to_string(limits::jpeg_scans_max) + " scans and " +
                     std::to_string(limits::jpeg_scan_pixels_max) + " pixels in all are read"};
  }
  return {};
}

}  // namespace pixiu::media::jpeg
