#include "media/xmp_embed.h"

#include "media/decode.h"
#include "media/jpeg/segments.h"
#include "media/metadata_blocks.h"
#include "media/whole_numbers.h"
#include "media/xmp_edit.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include <zlib.h>

namespace pixiu::media {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view jpeg_signature = "http://ns.adobe.com/xap/1.0/\0"sv;
constexpr std::string_view exif_signature = "Exif\0\0"sv;
constexpr std::string_view xmp_keyword = "XML:com.adobe.xmp"sv;

std::string big_endian(std::size_t value, int bytes) {
  std::string text;
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
    text += static_cast<char>(value >> shift & 0xFF);
  }
  return text;
}

std::string little_endian(std::size_t value, int bytes) {
  const std::string text = big_endian(value, bytes);
  return {text.rbegin(), text.rend()};
}

FileEdit edit_of(std::size_t offset, std::size_t removed_count, std::string_view inserted) {
  const ByteView bytes = bytes_of(inserted);
  return {offset, removed_count, Bytes(bytes.begin(), bytes.end())};
}

Error broken(const char* what) {
  return {ErrorCode::corrupted, std::string("the ") + what + " ends before its pixels do"};
}

// What a walk over a file tells: where packets stand, and where a new one goes.
struct Places {
  std::vector<XmpPlace> xmp;
  std::size_t insert_at = 0;
};

// --- JPEG ---

Result<Places> jpeg_places(ByteView file) {
  Places places{.xmp = {}, .insert_at = 2};
  jpeg::SegmentWalk walk(file);
  bool is_leading = true;
  while (const std::optional<jpeg::Segment> segment = walk.next()) {
    if (segment->is_cut_off) return broken("JPEG");
    if (segment->marker == jpeg::marker::soi) continue;
    if (segment->marker == jpeg::marker::sos) return places;
    const std::size_t size = segment->payload.size() + 4;
    const bool is_app0 = segment->marker == jpeg::marker::app1 - 1;
    const bool is_app1 = segment->marker == jpeg::marker::app1;
    is_leading = is_leading && (is_app0 || has_signature(segment->payload, 0, exif_signature));
    if (is_leading) places.insert_at = segment->end_offset_bytes;
    if (is_app1 && has_signature(segment->payload, 0, jpeg_signature)) {
      places.xmp.push_back({segment->end_offset_bytes - size, size,
                            std::string(text_of(segment->payload.subspan(jpeg_signature.size())))});
    }
  }
  return broken("JPEG");
}

Result<std::string> jpeg_segment(std::string_view packet) {
  constexpr std::size_t content_bytes_max = 65'533;
  std::string content(jpeg_signature);
  content += packet;
  if (content.size() > content_bytes_max) {
    content = std::string(jpeg_signature) + without_padding(packet);
  }
  if (content.size() > content_bytes_max) {
    return Error{ErrorCode::limit_exceeded,
                 "the file's XMP and the mark together do not fit into a JPEG segment of 65,533 "
                 "bytes; the mark is not written"};
  }
  return "\xFF\xE1" + big_endian(content.size() + 2, 2) + content;
}

// --- PNG ---

struct Chunk {
  std::string_view type;
  ByteView data;
  std::size_t offset = 0;
  std::size_t size = 0;  // with length, type and CRC
};

// All chunks up to IEND; nothing when the file ends early.
std::optional<std::vector<Chunk>> png_chunks(ByteView file) {
  constexpr std::size_t frame_bytes = 12;
  constexpr std::size_t chunks_max = 1u << 20;
  std::vector<Chunk> chunks;
  std::size_t offset = 8;
  while (offset + frame_bytes <= file.size() && chunks.size() < chunks_max) {
    const std::size_t length = big_endian_32(file, offset);
    if (length > file.size() - offset - frame_bytes) return std::nullopt;
    chunks.push_back({text_of(file.subspan(offset + 4, 4)), file.subspan(offset + 8, length),
                      offset, length + frame_bytes});
    if (chunks.back().type == "IEND") return chunks;
    offset += length + frame_bytes;
  }
  return std::nullopt;
}

std::string png_chunk(std::string_view type, std::string_view data) {
  std::string chunk = big_endian(data.size(), 4);
  chunk.append(type).append(data);
  const auto* start = reinterpret_cast<const Bytef*>(chunk.data()) + 4;
  return chunk + big_endian(crc32(0, start, static_cast<uInt>(chunk.size() - 4)), 4);
}

bool is_text(const Chunk& chunk) {
  return chunk.type == "tEXt" || chunk.type == "zTXt" || chunk.type == "iTXt";
}

bool has_keyword(const Chunk& chunk, std::string_view keyword) {
  const std::string_view data = text_of(chunk.data);
  return is_text(chunk) && data.starts_with(keyword) && data.size() > keyword.size() &&
         data[keyword.size()] == '\0';
}

Result<Places> png_places(ByteView file) {
  const auto chunks = png_chunks(file);
  if (!chunks) return broken("PNG");
  Places places;
  std::vector<std::string> packets;  // unpacked by the reader of all texts, in the same order
  for (const MetadataBlock& block : read_metadata_blocks(file)) {
    if (block.kind == MetadataBlock::Kind::xmp) packets.emplace_back(text_of(block.bytes));
  }
  for (const Chunk& chunk : *chunks) {
    if (chunk.type == "IDAT" && places.insert_at == 0) places.insert_at = chunk.offset;
    if (!has_keyword(chunk, xmp_keyword)) continue;
    const std::size_t index = places.xmp.size();
    if (index >= packets.size()) return broken("PNG's XMP text");
    places.xmp.push_back({chunk.offset, chunk.size, packets[index]});
  }
  if (places.insert_at == 0 || places.xmp.size() != packets.size()) return broken("PNG");
  return places;
}

std::string png_xmp_chunk(std::string_view packet) {
  std::string data(xmp_keyword);
  data.append("\0\0\0\0\0"sv).append(packet);
  return png_chunk("iTXt", data);
}

// --- WebP ---

struct WebpFile {
  Places places;
  std::size_t end = 0;  // of the RIFF chunk's content
  bool is_extended = false;
};

Result<WebpFile> webp_file(ByteView file) {
  WebpFile webp;
  webp.end = std::size_t{8} + little_endian_32(file, 4);
  if (webp.end > file.size() || webp.end < 20) return broken("WebP");
  webp.is_extended = has_signature(file, 12, "VP8X") && webp.end >= 30;
  std::size_t offset = 12;
  while (offset + 8 <= webp.end) {
    const std::size_t length = little_endian_32(file, offset + 4);
    if (length > webp.end - offset - 8) return broken("WebP");
    const std::size_t size = std::min(8 + length + length % 2, webp.end - offset);
    if (has_signature(file, offset, "XMP ")) {
      webp.places.xmp.push_back(
          {offset, size, std::string(text_of(file.subspan(offset + 8, length)))});
    }
    offset += size;
  }
  webp.places.insert_at = webp.end;
  return webp;
}

// The header of the extended form, with what the simple form's picture says.
Result<std::string> webp_extended_header(ByteView file) {
  constexpr std::size_t xmp_flag = 0x04;
  constexpr std::size_t alpha_flag = 0x10;
  const Result<PictureInfo> info = read_info(file);
  if (!info) return info.error();
  // VP8L: a signature byte, 14 bits of width, 14 of height, then whether there is alpha.
  const bool has_alpha =
      has_signature(file, 12, "VP8L") && file.size() > 24 && (byte_at(file, 24) & 0x10) != 0;
  const Size size = info->stored_size;
  return std::string("VP8X") + little_endian(10, 4) +
         little_endian(xmp_flag | (has_alpha ? alpha_flag : 0), 4) +
         little_endian(static_cast<std::size_t>(size.width - 1), 3) +
         little_endian(static_cast<std::size_t>(size.height - 1), 3);
}

Result<FileEdits> plan_webp(ByteView file, std::string_view packet) {
  constexpr std::size_t flags_at = 20;
  Result<WebpFile> webp = webp_file(file);
  if (!webp) return webp.error();
  std::string chunk = "XMP " + little_endian(packet.size(), 4) + std::string(packet);
  if (packet.size() % 2 != 0) chunk += '\0';
  FileEdits edits;
  if (webp->is_extended) {
    const auto flags = static_cast<char>(byte_at(file, flags_at) | 0x04);
    edits.push_back(edit_of(flags_at, 1, std::string(1, flags)));
  } else {
    const Result<std::string> header = webp_extended_header(file);
    if (!header) return header.error();
    edits.push_back(edit_of(12, 0, *header));
  }
  const std::vector<XmpPlace>& xmp = webp->places.xmp;
  if (xmp.empty()) {
    if (webp->end % 2 != 0) chunk.insert(0, 1, '\0');
    edits.push_back(edit_of(webp->places.insert_at, 0, chunk));
  } else {
    edits.push_back(edit_of(xmp[0].offset_bytes, xmp[0].size_bytes, chunk));
  }
  std::size_t size = webp->end - 8;
  for (const FileEdit& edit : edits) size = size + edit.inserted.size() - edit.removed_count;
  edits.insert(edits.begin(), edit_of(4, 4, little_endian(size, 4)));
  return edits;
}

Result<Places> places_of(ByteView file) {
  switch (format_of(file)) {
    case Format::jpeg: return jpeg_places(file);
    case Format::png: return png_places(file);
    case Format::webp: {
      Result<WebpFile> webp = webp_file(file);
      if (!webp) return webp.error();
      return webp->places;
    }
    case Format::gif:
    case Format::tiff:
    case Format::heif:
    case Format::mp4:
    case Format::mov:
    case Format::mp3:
    case Format::unknown: break;
  }
  return Error{ErrorCode::unsupported, "XMP is written into JPEG, PNG and WebP only"};
}

}  // namespace

Result<std::vector<XmpPlace>> xmp_places(ByteView file) {
  Result<Places> places = places_of(file);
  if (!places) return places.error();
  return std::move(places->xmp);
}

Result<FileEdits> plan_xmp(ByteView file, std::string_view packet) {
  const Format format = format_of(file);
  if (format == Format::webp) return plan_webp(file, packet);
  const Result<Places> places = places_of(file);
  if (!places) return places.error();
  Result<std::string> structure =
      format == Format::jpeg ? jpeg_segment(packet) : Result<std::string>(png_xmp_chunk(packet));
  if (!structure) return structure.error();
  if (places->xmp.empty()) return FileEdits{edit_of(places->insert_at, 0, *structure)};
  const XmpPlace& first = places->xmp.front();
  return FileEdits{edit_of(first.offset_bytes, first.size_bytes, *structure)};
}

Result<FileEdits> plan_png_text(ByteView file, std::string_view keyword, std::string_view text) {
  if (format_of(file) != Format::png) {
    return Error{ErrorCode::unsupported, "only a PNG has such texts"};
  }
  const auto chunks = png_chunks(file);
  if (!chunks) return broken("PNG");
  for (const Chunk& chunk : *chunks) {
    if (!has_keyword(chunk, keyword)) continue;
    if (chunk.type != "tEXt") {
      return Error{ErrorCode::unsupported, "the label stands in a " + std::string(chunk.type) +
                                               " chunk, where it is not rewritten"};
    }
    std::string data(keyword);
    data.append(1, '\0').append(text);
    return FileEdits{edit_of(chunk.offset, chunk.size, png_chunk("tEXt", data))};
  }
  return Error{ErrorCode::not_found, "the PNG has no such text"};
}

}  // namespace pixiu::media
