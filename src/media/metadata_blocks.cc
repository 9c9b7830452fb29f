#include "media/metadata_blocks.h"

#include "base/limits.h"
#include "media/decode.h"
#include "media/jpeg/segments.h"
#include "media/tiff/directory.h"
#include "media/whole_numbers.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string_view>

#include <libheif/heif.h>
#include <zlib.h>

namespace pixiu::media {
namespace {

using Kind = MetadataBlock::Kind;
using namespace std::string_view_literals;

constexpr std::size_t blocks_max = 1000;
constexpr std::string_view exif_signature = "Exif\0\0"sv;
constexpr std::string_view xmp_signature = "http://ns.adobe.com/xap/1.0/\0"sv;
constexpr std::string_view xmp_keyword = "XML:com.adobe.xmp"sv;

// Takes blocks until the limits are reached.
class Collection {
 public:
  std::size_t bytes_left() const { return limits::metadata_bytes_max - byte_count_; }
  void add(Kind kind, std::string_view place, ByteView bytes, std::string_view keyword = {}) {
    if (bytes.empty() || bytes.size() > bytes_left() || blocks_.size() >= blocks_max) return;
    byte_count_ += bytes.size();
    blocks_.push_back({kind, std::string(keyword), Bytes(bytes.begin(), bytes.end()), place});
  }
  void add_exif(std::string_view place, ByteView bytes) {
    const bool is_prefixed = has_signature(bytes, 0, exif_signature);
    add(Kind::exif, place, is_prefixed ? bytes.subspan(exif_signature.size()) : bytes);
  }
  std::vector<MetadataBlock> take() && { return std::move(blocks_); }

 private:
  std::vector<MetadataBlock> blocks_;
  std::size_t byte_count_ = 0;
};

// --- JPEG ---

constexpr std::array<std::string_view, 16> segment_names = {
    "APP0", "APP1", "APP2",  "APP3",  "APP4",  "APP5",  "APP6",  "APP7",
    "APP8", "APP9", "APP10", "APP11", "APP12", "APP13", "APP14", "APP15"};

void collect_jpeg(ByteView file, Collection& found) {
  constexpr std::uint8_t app0 = 0xE0;
  constexpr std::uint8_t app15 = 0xEF;
  jpeg::SegmentWalk walk(file);
  while (const std::optional<jpeg::Segment> segment = walk.next()) {
    if (segment->marker == jpeg::marker::eoi) break;
    if (segment->marker < app0 || segment->marker > app15) continue;
    const std::string_view place = segment_names[segment->marker - app0];
    if (has_signature(segment->payload, 0, exif_signature)) {
      found.add_exif(place, segment->payload);
    } else if (has_signature(segment->payload, 0, xmp_signature)) {
      found.add(Kind::xmp, place, segment->payload.subspan(xmp_signature.size()));
    } else {
      found.add(Kind::segment, place, segment->payload);
    }
  }
}

// --- PNG ---

Bytes inflated(ByteView packed, std::size_t size_max) {
  Bytes unpacked;
  z_stream stream{};
  if (inflateInit(&stream) != Z_OK) return {};
  const std::unique_ptr<z_stream, void (*)(z_stream*)> end(&stream,
                                                           [](z_stream* s) { inflateEnd(s); });
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  int state = Z_OK;
  while (state == Z_OK && unpacked.size() < size_max) {
    const std::size_t before = unpacked.size();
    unpacked.resize(std::min(size_max, std::max<std::size_t>(before * 2, 4096)));
    stream.next_out = reinterpret_cast<Bytef*>(unpacked.data() + before);
    stream.avail_out = static_cast<uInt>(unpacked.size() - before);
    state = inflate(&stream, Z_NO_FLUSH);
    unpacked.resize(unpacked.size() - stream.avail_out);
  }
  return state == Z_STREAM_END ? unpacked : Bytes{};
}

// Splits off what stands before the next NUL; nothing when there is none.
std::optional<ByteView> until_nul(ByteView& rest) {
  const auto end = std::find(rest.begin(), rest.end(), std::byte{0});
  if (end == rest.end()) return std::nullopt;
  const auto length = static_cast<std::size_t>(end - rest.begin());
  const ByteView piece = rest.first(length);
  rest = rest.subspan(length + 1);
  return piece;
}

// tEXt: keyword 0 text. zTXt: keyword 0 method packed.
// iTXt: keyword 0 is_packed method language 0 translated-keyword 0 text.
void collect_png_text(std::string_view type, ByteView data, Collection& found) {
  const std::optional<ByteView> keyword = until_nul(data);
  if (!keyword) return;
  bool is_packed = type == "zTXt";
  if (type == "iTXt") {
    if (data.size() < 2) return;
    is_packed = data[0] != std::byte{0};
    data = data.subspan(2);
    if (!until_nul(data) || !until_nul(data)) return;
  } else if (is_packed) {
    if (data.empty()) return;
    data = data.subspan(1);
  }
  Bytes unpacked;
  if (is_packed) {
    unpacked = inflated(data, found.bytes_left());
    data = unpacked;
  }
  const std::string_view place = type == "tEXt" ? "tEXt" : type == "zTXt" ? "zTXt" : "iTXt";
  const std::string_view name = text_of(*keyword);
  found.add(name == xmp_keyword ? Kind::xmp : Kind::text, place, data, name);
}

void collect_png(ByteView file, Collection& found) {
  constexpr std::size_t signature_bytes = 8;
  constexpr std::size_t frame_bytes = 12;  // length, type and CRC of a chunk
  std::size_t offset = signature_bytes;
  while (offset + frame_bytes <= file.size()) {
    const std::size_t length = big_endian_32(file, offset);
    if (length > file.size() - offset - frame_bytes) break;
    const std::string_view type = text_of(file.subspan(offset + 4, 4));
    const ByteView data = file.subspan(offset + 8, length);
    if (type == "IEND") break;
    if (type == "eXIf") found.add_exif("eXIf", data);
    if (type == "tEXt" || type == "zTXt" || type == "iTXt") collect_png_text(type, data, found);
    offset += frame_bytes + length;
  }
}

// --- WebP ---

void collect_webp(ByteView file, Collection& found) {
  std::size_t offset = 12;  // "RIFF", size, "WEBP"
  while (offset + 8 <= file.size()) {
    const std::string_view type = text_of(file.subspan(offset, 4));
    const std::size_t length = little_endian_32(file, offset + 4);
    if (length > file.size() - offset - 8) break;
    const ByteView data = file.subspan(offset + 8, length);
    if (type == "XMP ") found.add(Kind::xmp, "XMP ", data);
    if (type == "EXIF") found.add_exif("EXIF", data);
    offset += 8 + length + length % 2;
  }
}

// --- GIF ---

// Steps over sub-blocks (length, bytes, ..., 0); the offset behind them, or the file's end.
std::size_t behind_sub_blocks(ByteView file, std::size_t offset) {
  while (offset < file.size()) {
    const std::size_t length = byte_at(file, offset);
    offset += 1 + length;
    if (length == 0) return offset;
  }
  return file.size();
}

std::size_t colour_table_bytes(std::uint8_t flags) {
  return (flags & 0x80) != 0 ? std::size_t{3} << ((flags & 7) + 1) : 0;
}

// XMP stands raw in an application extension, made to look like sub-blocks by a 258-byte trailer.
void collect_gif(ByteView file, Collection& found) {
  constexpr std::size_t trailer_bytes = 258;
  constexpr std::string_view xmp_extension = "\x21\xFF\x0BXMP DataXMP"sv;
  if (file.size() < 13) return;
  std::size_t offset = 13 + colour_table_bytes(byte_at(file, 10));
  while (offset + 2 <= file.size()) {
    const std::uint8_t introducer = byte_at(file, offset);
    if (introducer == 0x21) {
      const bool is_xmp = has_signature(file, offset, xmp_extension);
      const std::size_t start = offset + (is_xmp ? xmp_extension.size() : 2);
      offset = behind_sub_blocks(file, start);
      if (is_xmp && offset - start > trailer_bytes) {
        found.add(Kind::xmp, "XMP DataXMP", file.subspan(start, offset - start - trailer_bytes));
      }
    } else if (introducer == 0x2C && offset + 10 <= file.size()) {
      offset += 10 + colour_table_bytes(byte_at(file, offset + 9)) + 1;
      offset = behind_sub_blocks(file, offset);
    } else {
      break;
    }
  }
}

// --- HEIF ---

void collect_heif_item(heif_image_handle* handle, heif_item_id id, Collection& found) {
  const std::string_view type = heif_image_handle_get_metadata_type(handle, id);
  const std::string_view content = heif_image_handle_get_metadata_content_type(handle, id);
  const std::size_t size = heif_image_handle_get_metadata_size(handle, id);
  if (size == 0 || size > found.bytes_left()) return;
  Bytes bytes(size);
  if (heif_image_handle_get_metadata(handle, id, bytes.data()).code != heif_error_Ok) return;
  if (type == "mime" && content == "application/rdf+xml") found.add(Kind::xmp, "mime", bytes);
  if (type == "Exif" && size > 4) {  // four bytes tell where the TIFF header stands
    const std::size_t skip = std::size_t{4} + big_endian_32(bytes, 0);
    if (skip < size) found.add_exif("Exif", ByteView(bytes).subspan(skip));
  }
}

void collect_heif(ByteView file, Collection& found) {
  const std::unique_ptr<heif_context, void (*)(heif_context*)> context(heif_context_alloc(),
                                                                       heif_context_free);
  if (!context ||
      heif_context_read_from_memory_without_copy(context.get(), file.data(), file.size(), nullptr)
              .code != heif_error_Ok) {
    return;
  }
  heif_image_handle* primary = nullptr;
  if (heif_context_get_primary_image_handle(context.get(), &primary).code != heif_error_Ok) return;
  const std::unique_ptr<heif_image_handle, void (*)(const heif_image_handle*)> handle(
      primary, heif_image_handle_release);
  std::vector<heif_item_id> ids(blocks_max);
  const int count = heif_image_handle_get_list_of_metadata_block_IDs(
      handle.get(), nullptr, ids.data(), static_cast<int>(ids.size()));
  ids.resize(static_cast<std::size_t>(std::max(count, 0)));
  for (const heif_item_id id : ids) collect_heif_item(handle.get(), id, found);
}

// --- TIFF directories ---

// The value of a tag of one directory; the first of several.
ByteView value_of(const tiff::Block& block, std::uint64_t directory, std::uint16_t tag) {
  for (const tiff::Entry& entry : block.directory_at(directory).entries) {
    if (entry.tag == tag) return entry.value;
  }
  return {};
}

// Where the EXIF directory stands that the first one points to; 0 when it does not.
std::uint64_t exif_directory_of(const tiff::Block& block) {
  constexpr std::uint16_t tag_exif = 0x8769;
  return block.number(value_of(block, block.first_directory_offset(), tag_exif));
}

void collect_tiff(ByteView file, Collection& found) {
  constexpr std::uint16_t tag_xmp = 0x02BC;
  constexpr std::uint16_t tag_user_comment = 0x9286;
  const auto block = tiff::Block::open(file);
  if (!block) return;
  found.add(Kind::xmp, "0x02BC", value_of(*block, block->first_directory_offset(), tag_xmp));
  const ByteView comment = value_of(*block, exif_directory_of(*block), tag_user_comment);
  found.add(Kind::segment, "0x9286", comment.size() > 8 ? comment.subspan(8) : ByteView{});
}

}  // namespace

std::vector<MetadataBlock> read_metadata_blocks(ByteView file) {
  Collection found;
  switch (format_of(file)) {
    case Format::jpeg: collect_jpeg(file, found); break;
    case Format::png: collect_png(file, found); break;
    case Format::webp: collect_webp(file, found); break;
    case Format::gif: collect_gif(file, found); break;
    case Format::tiff: collect_tiff(file, found); break;
    case Format::heif: collect_heif(file, found); break;
    case Format::mp4:
    case Format::mov:
    case Format::mp3:
    case Format::unknown: break;
  }
  return std::move(found).take();
}

Bytes exif_field(ByteView tiff_block, std::uint16_t tag, bool is_in_exif_directory) {
  const auto block = tiff::Block::open(tiff_block);
  if (!block) return {};
  const ByteView value = value_of(
      *block, is_in_exif_directory ? exif_directory_of(*block) : block->first_directory_offset(),
      tag);
  return {value.begin(), value.end()};
}

}  // namespace pixiu::media
