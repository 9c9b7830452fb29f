#include "provenance/c2pa/file_parts.h"

#include "media/bmff/boxes.h"
#include "media/id3/frames.h"
#include "media/jpeg/segments.h"
#include "media/riff/chunks.h"
#include "media/whole_numbers.h"
#include "provenance/c2pa/gif_blocks.h"
#include "provenance/c2pa/tiff_tags.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace pixiu::provenance::c2pa {
namespace {

using Parts = std::vector<FilePart>;

constexpr std::size_t parts_max = 200'000;  // the rest is one part without a name

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::ranges::find(names, name) != names.end();
}

// --- JPEG ---

std::string jpeg_name(std::uint8_t marker) {
  switch (marker) {
    case 0xC4: return "DHT";
    case 0xC8: return "JPG";
    case 0xCC: return "DAC";
    case 0xD8: return "SOI";
    case 0xD9: return "EOI";
    case 0xDA: return "SOS";
    case 0xDB: return "DQT";
    case 0xDC: return "DNL";
    case 0xDD: return "DRI";
    case 0xDE: return "DHP";
    case 0xDF: return "EXP";
    case 0xFE: return "COM";
    case 0x01: return "TEM";
    default: break;
  }
  if (marker >= 0xC0 && marker <= 0xCF) return "SOF" + std::to_string(marker - 0xC0);
  if (marker >= 0xE0 && marker <= 0xEF) return "APP" + std::to_string(marker - 0xE0);
  return "JPG" + std::to_string(marker & 0x0F);
}

// Adobe's APP14 tells how the colours are coded, so that it is part of the picture.
PartKind jpeg_kind(std::uint8_t marker) {
  if (marker == media::jpeg::marker::app14) return PartKind::picture;
  const bool is_metadata =
      marker == media::jpeg::marker::soi || marker == 0xFE || (marker >= 0xE0 && marker <= 0xEF);
  return is_metadata ? PartKind::metadata : PartKind::picture;
}

// Adds what stands behind the last part: to the scan before it, or as a part without a name.
void add_gap(Parts& parts, std::size_t begin, std::size_t end) {
  if (begin >= end) return;
  if (!parts.empty() && parts.back().name == "SOS") {
    parts.back().range.size_bytes += end - begin;
    return;
  }
  const bool is_behind_picture =
      !parts.empty() && is_one_of(parts.back().name, {"EOI", "IEND", "3B"});
  parts.push_back(
      {"", {begin, end - begin}, is_behind_picture ? PartKind::metadata : PartKind::picture});
}

Parts jpeg_parts(ByteView file) {
  using namespace media::jpeg;
  Parts parts;
  std::size_t behind = 0;
  SegmentWalk walk(file);
  while (const auto segment = walk.next()) {
    const bool stands_alone = is_one_of(jpeg_name(segment->marker), {"SOI", "EOI", "TEM"});
    const std::size_t size = segment->payload.size() + (stands_alone ? 2 : 4);
    const std::size_t end = segment->end_offset_bytes;
    const std::size_t start = std::max(behind, end - std::min(end, size));
    add_gap(parts, behind, start);
    parts.push_back({jpeg_name(segment->marker), {start, end - start}, jpeg_kind(segment->marker)});
    behind = end;
    if (segment->marker == marker::eoi || parts.size() >= parts_max) break;
  }
  add_gap(parts, behind, file.size());
  return parts;
}

// --- PNG ---

// Critical chunks have a capital first letter; of the others these change what is drawn.
PartKind png_kind(std::string_view type) {
  const bool is_critical = (static_cast<unsigned char>(type[0]) & 0x20) == 0;
  const bool is_drawn = is_critical || is_one_of(type, {"tRNS", "acTL", "fcTL", "fdAT"});
  return is_drawn ? PartKind::picture : PartKind::metadata;
}

Parts png_parts(ByteView file) {
  constexpr std::size_t frame_bytes = 12;
  Parts parts = {{"PNGh", {0, 8}, PartKind::metadata}};
  std::size_t offset = 8;
  while (parts.size() < parts_max && parts.back().name != "IEND" &&
         offset + frame_bytes <= file.size()) {
    const std::size_t length = media::big_endian_32(file, offset);
    if (length > file.size() - offset - frame_bytes) break;
    const std::string type(text_of(file.subspan(offset + 4, 4)));
    parts.push_back({type, {offset, frame_bytes + length}, png_kind(type)});
    offset += frame_bytes + length;
  }
  add_gap(parts, offset, file.size());
  return parts;
}

// --- RIFF, GIF, TIFF, ISO base media files, ID3 ---

Parts riff_parts(ByteView file) {
  Parts parts = {{"RIFF", {0, 12}, PartKind::picture}};
  media::riff::ChunkWalk walk(file);
  while (const auto chunk = walk.next()) {
    if (parts.size() >= parts_max) {
      add_gap(parts, chunk->offset_bytes, file.size());
      break;
    }
    const bool is_metadata = is_one_of(
        chunk->type, {"XMP ", "EXIF", "ICCP", "JUNK", "id3 ", "ID3 ", "bext", "iXML", "AIGC"});
    parts.push_back({std::string(chunk->type),
                     {chunk->offset_bytes, chunk->size_bytes},
                     is_metadata ? PartKind::metadata : PartKind::picture});
  }
  return parts;
}

Parts gif_parts(ByteView file) {
  Parts parts;
  GifBlockWalk walk(file);
  while (auto block = walk.next()) {
    if (parts.size() >= parts_max) {
      add_gap(parts, block->range.offset_bytes, file.size());
      break;
    }
    const bool is_behind = block->name.empty() && !parts.empty() && parts.back().name == "3B";
    const bool is_metadata = is_behind || is_one_of(block->name, {"21FE", "21FF"});
    parts.push_back({std::move(block->name), block->range,
                     is_metadata ? PartKind::metadata : PartKind::picture});
  }
  return parts;
}

Parts bmff_parts(ByteView file) {
  Parts parts;
  media::bmff::BoxWalk walk(file);
  while (const auto box = walk.next()) {
    if (parts.size() >= parts_max) {
      add_gap(parts, box->offset_bytes, file.size());
      break;
    }
    const bool is_metadata = is_one_of(box->type, {"ftyp", "free", "skip", "uuid", "mfra", "wide"});
    parts.push_back({std::string(box->type),
                     {box->offset_bytes, box->size_bytes},
                     is_metadata ? PartKind::metadata : PartKind::picture});
  }
  return parts;
}

Parts id3_parts(ByteView file) {
  const auto tag = media::id3::read_tag(file);
  const std::size_t tag_bytes = tag ? tag->size_bytes : 0;
  Parts parts = {{"ID3", {0, tag_bytes}, PartKind::metadata}};
  if (tag_bytes < file.size()) {
    parts.push_back({"", {tag_bytes, file.size() - tag_bytes}, PartKind::picture});
  }
  return parts;
}

// Cuts the manifest's ranges out of the parts. Neighbouring manifest parts become one.
Parts with_manifest(const Parts& parts, const std::vector<FileRange>& ranges) {
  Parts cut;
  const auto add = [&](const FilePart& part, std::size_t begin, std::size_t end, bool is_store) {
    if (begin >= end) return;
    const bool joins = is_store && !cut.empty() && cut.back().kind == PartKind::manifest &&
                       cut.back().range.end_bytes() == begin;
    if (joins) {
      cut.back().range.size_bytes += end - begin;
    } else {
      cut.push_back({is_store ? "C2PA" : part.name,
                     {begin, end - begin},
                     is_store ? PartKind::manifest : part.kind});
    }
  };
  auto range = ranges.begin();
  for (const FilePart& part : parts) {
    std::size_t begin = part.range.offset_bytes;
    const std::size_t end = part.range.end_bytes();
    while (range != ranges.end() && range->end_bytes() <= begin) ++range;
    for (auto inside = range; inside != ranges.end() && inside->offset_bytes < end; ++inside) {
      const std::size_t from = std::max(begin, inside->offset_bytes);
      add(part, begin, from, false);
      begin = std::min(end, inside->end_bytes());
      add(part, from, begin, true);
    }
    add(part, begin, end, false);
  }
  return cut;
}

}  // namespace

std::vector<FilePart> parts_of(ByteView file, const EmbeddedStore& store) {
  std::vector<FileRange> ranges = store.ranges;
  Parts parts;
  switch (store.container) {
    case Container::jpeg: parts = jpeg_parts(file); break;
    case Container::png: parts = png_parts(file); break;
    case Container::riff: parts = riff_parts(file); break;
    case Container::gif: parts = gif_parts(file); break;
    case Container::bmff: parts = bmff_parts(file); break;
    case Container::id3: parts = id3_parts(file); break;
    case Container::tiff:
      for (const TiffEntry& entry : tiff_entries(file, 0xCD41)) ranges.push_back(entry.entry);
      parts = {{"", {0, file.size()}, PartKind::picture}};
      break;
    case Container::unknown: parts = {{"", {0, file.size()}, PartKind::picture}}; break;
  }
  std::ranges::sort(ranges, {}, &FileRange::offset_bytes);
  return with_manifest(parts, ranges);
}

bool touches(const std::vector<FilePart>& parts, FileRange range, PartKind kind) {
  auto part = std::ranges::partition_point(
      parts, [&](const FilePart& one) { return one.range.end_bytes() <= range.offset_bytes; });
  for (; part != parts.end() && part->range.offset_bytes < range.end_bytes(); ++part) {
    if (part->kind == kind) return true;
  }
  return false;
}

}  // namespace pixiu::provenance::c2pa
