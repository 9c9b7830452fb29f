#include "tests/c2pa_signer/container.h"

#include "base/check.h"
#include "tests/c2pa_signer/cbor.h"
#include "tests/c2pa_signer/file_writer.h"
#include "tests/c2pa_signer/pictures.h"

#include <algorithm>
#include <array>

namespace pixiu::c2pa_signer {
namespace {

Bytes from_hex(std::string_view hex) {
  const auto digit = [](char c) {
    return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10);
  };
  Bytes bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes.push_back(static_cast<std::byte>(digit(hex[i]) * 16 + digit(hex[i + 1])));
  }
  return bytes;
}

std::size_t number_at(ByteView bytes, std::size_t offset, std::size_t size, bool is_big) {
  std::size_t value = 0;
  for (std::size_t i = 0; i < size; ++i) {
    value = value << 8 | std::to_integer<std::size_t>(bytes[offset + (is_big ? i : size - 1 - i)]);
  }
  return value;
}

std::uint32_t crc32(ByteView bytes) {
  std::uint32_t crc = 0xffffffff;
  for (const std::byte byte : bytes) {
    crc ^= std::to_integer<std::uint32_t>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xedb88320 : 0);
  }
  return ~crc;
}

// APP11 segments: the box header stands again in each (ISO/IEC 19566-5, D.2).
Bytes jpeg_segments(ByteView store, std::size_t segment_bytes) {
  Bytes segments;
  const ByteView header = store.first(8);
  ByteView rest = store.subspan(8);
  for (std::uint32_t number = 1; !rest.empty(); ++number) {
    const ByteView piece = rest.first(std::min(rest.size(), segment_bytes));
    rest = rest.subspan(piece.size());
    append(segments, bytes_of("\xff\xeb"));
    append(segments, big_endian(2 + 2 + 2 + 4 + 8 + piece.size(), 2));
    append(segments, bytes_of("JP"));
    append(segments, big_endian(1, 2));
    append(segments, big_endian(number, 4));
    append(segments, header);
    append(segments, piece);
  }
  return segments;
}

const char* jpeg_name(unsigned marker) {
  switch (marker) {
    case 0xe0: return "APP0";
    case 0xdb: return "DQT";
    case 0xc0: return "SOF0";
    case 0xc4: return "DHT";
    case 0xda: return "SOS";
    default: PIXIU_CHECK(false);
  }
}

Assembled jpeg(ByteView store, std::size_t segment_bytes) {
  const Bytes base = from_hex(jpeg_hex);
  FileWriter writer;
  writer.add("SOI", ByteView(base).first(2));
  std::size_t at = 2;
  while (std::to_integer<unsigned>(base[at + 1]) != 0xd9) {
    const unsigned marker = std::to_integer<unsigned>(base[at + 1]);
    std::size_t size = 2 + number_at(base, at + 2, 2, true);
    if (marker == 0xda) size = base.size() - 2 - at;  // the scan goes on to the end of the image
    writer.add(jpeg_name(marker), ByteView(base).subspan(at, size));
    if (marker == 0xda) writer.mark_pixels(12);
    at += size;
    if (marker == 0xe0 && !store.empty()) {
      writer.add_store("C2PA", jpeg_segments(store, segment_bytes));
    }
  }
  writer.add("EOI", ByteView(base).subspan(at));
  return writer.take();
}

Bytes png_chunk(std::string_view type, ByteView content) {
  Bytes named = copy_of(bytes_of(type));
  append(named, content);
  return joined({big_endian(content.size(), 4), named, big_endian(crc32(named), 4)});
}

Assembled png(ByteView store) {
  const Bytes base = from_hex(png_hex);
  FileWriter writer;
  writer.add("PNGh", ByteView(base).first(8));
  for (std::size_t at = 8; at < base.size();) {
    const std::size_t size = 12 + number_at(base, at, 4, true);
    const std::string type(text_of(ByteView(base).subspan(at + 4, 4)));
    writer.add(type, ByteView(base).subspan(at, size));
    if (type == "IDAT") writer.mark_pixels(8);
    at += size;
    if (type == "IHDR" && !store.empty()) writer.add_store("C2PA", png_chunk("caBX", store));
  }
  return writer.take();
}

Assembled webp(ByteView store) {
  const Bytes base = from_hex(webp_hex);
  FileWriter writer;
  writer.add("RIFF", ByteView(base).first(12));
  writer.add("VP8L", ByteView(base).subspan(12));
  writer.mark_pixels(8);
  if (!store.empty()) {
    Bytes chunk = copy_of(bytes_of("C2PA"));
    append(chunk, little_endian(store.size(), 4));
    append(chunk, store);
    if (store.size() % 2 != 0) chunk.push_back(std::byte{0});
    writer.add_store("C2PA", chunk);
  }
  writer.overwrite(4, little_endian(writer.size() - 8, 4));
  return writer.take_without_boxes();
}

Assembled gif(ByteView store) {
  const Bytes base = from_hex(gif_hex);
  const unsigned flags = std::to_integer<unsigned>(base[10]);
  const std::size_t palette = (flags & 0x80) != 0 ? std::size_t{3} << ((flags & 7) + 1) : 0;
  FileWriter writer;
  writer.add("head", ByteView(base).first(13 + palette));
  if (!store.empty()) {
    Bytes block =
        copy_of(bytes_of(std::string_view("\x21\xff\x0b"
                                          "C2PA_GIF\x01\x00\x00",
                                          14)));
    for (ByteView rest = store; !rest.empty();) {
      const ByteView piece = rest.first(std::min<std::size_t>(rest.size(), 255));
      append(block, big_endian(piece.size(), 1));
      append(block, piece);
      rest = rest.subspan(piece.size());
    }
    block.push_back(std::byte{0});
    writer.add_store("C2PA", block);
  }
  writer.add("image", ByteView(base).subspan(13 + palette));
  writer.mark_pixels(writer.last_size() - 4);
  return writer.take_without_boxes();
}

Bytes tiff_entry(unsigned tag, unsigned type, std::size_t count, std::size_t value) {
  return joined({little_endian(tag, 2), little_endian(type, 2), little_endian(count, 4),
                 little_endian(value, 4)});
}

// One strip of 4x4 grey pixels; the store stands last.
Assembled tiff(ByteView store) {
  const std::size_t entries = store.empty() ? 9 : 10;
  const std::size_t pixels_at = 8 + 2 + entries * 12 + 4;
  Bytes head = copy_of(bytes_of(std::string_view("II*\0", 4)));
  append(head, little_endian(8, 4));
  append(head, little_endian(entries, 2));
  append(head, tiff_entry(256, 3, 1, 4));          // width
  append(head, tiff_entry(257, 3, 1, 4));          // height
  append(head, tiff_entry(258, 3, 1, 8));          // bits
  append(head, tiff_entry(259, 3, 1, 1));          // no compression
  append(head, tiff_entry(262, 3, 1, 1));          // black is zero
  append(head, tiff_entry(273, 4, 1, pixels_at));  // strip
  append(head, tiff_entry(277, 3, 1, 1));          // samples
  append(head, tiff_entry(278, 3, 1, 4));          // rows in the strip
  append(head, tiff_entry(279, 4, 1, 16));         // its bytes
  if (!store.empty()) append(head, tiff_entry(0xcd41, 7, store.size(), pixels_at + 16));
  append(head, little_endian(0, 4));
  FileWriter writer;
  writer.add("head", head);
  writer.add("pixels", bytes_of("0123456789abcdef"));
  writer.mark_pixels(0);
  if (!store.empty()) writer.add_store("C2PA", store);
  return writer.take_without_boxes();
}

Bytes id3_frame(std::string_view name, ByteView content) {
  return joined(
      {copy_of(bytes_of(name)), big_endian(content.size(), 4), Bytes(2), copy_of(content)});
}

Bytes synchsafe(std::size_t value) {
  Bytes bytes(4);
  for (std::size_t i = 0; i < 4; ++i)
    bytes[3 - i] = static_cast<std::byte>(value >> (7 * i) & 0x7f);
  return bytes;
}

// ID3v2.3 before two frames of silence (MPEG-1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes).
Assembled id3(ByteView store) {
  const Bytes title = id3_frame("TIT2", bytes_of(std::string_view("\0Test", 5)));
  Bytes object;
  if (!store.empty()) {
    object =
        copy_of(bytes_of(std::string_view("\0application/c2pa\0c2pa\0c2pa manifest store\0", 43)));
    append(object, store);
    object = id3_frame("GEOB", object);
  }
  FileWriter writer;
  Bytes head = copy_of(bytes_of(std::string_view("ID3\x03\0\0", 6)));
  append(head, synchsafe(title.size() + object.size()));
  writer.add("head", head);
  writer.add("TIT2", title);
  if (!object.empty()) writer.add_store("C2PA", object);
  Bytes sound;
  for (int i = 0; i < 2; ++i) {
    append(sound, bytes_of("\xff\xfb\x90\x64"));
    append(sound, Bytes(413));
  }
  writer.add("sound", sound);
  writer.mark_pixels(40);
  return writer.take_without_boxes();
}

}  // namespace

std::string container_word(Container container) {
  switch (container) {
    case Container::jpeg: return "jpeg";
    case Container::png: return "png";
    case Container::webp: return "webp";
    case Container::gif: return "gif";
    case Container::tiff: return "tiff";
    case Container::mp4: return "mp4";
    case Container::heif: return "heif";
    case Container::avif: return "avif";
    case Container::id3: return "id3";
  }
  PIXIU_CHECK(false);
}

std::string media_type(Container container) {
  if (container == Container::mp4) return "video/mp4";
  if (container == Container::id3) return "audio/mpeg";
  return "image/" + container_word(container);
}

bool is_bmff(Container container) {
  return container == Container::mp4 || container == Container::heif ||
         container == Container::avif;
}

Assembled assemble(Container container, ByteView store, std::size_t segment_bytes) {
  switch (container) {
    case Container::jpeg: return jpeg(store, segment_bytes);
    case Container::png: return png(store);
    case Container::webp: return webp(store);
    case Container::gif: return gif(store);
    case Container::tiff: return tiff(store);
    case Container::mp4: return assemble_mp4(store);
    case Container::heif: return assemble_item_file("heic", "hvc1", store);
    case Container::avif: return assemble_item_file("avif", "av01", store);
    case Container::id3: return id3(store);
  }
  PIXIU_CHECK(false);
}

Bytes with_two_stores(Container container, ByteView store) {
  PIXIU_CHECK(container == Container::jpeg || container == Container::png || is_bmff(container));
  Assembled made = assemble(container, store);
  Bytes again(made.file.begin() + static_cast<std::ptrdiff_t>(made.store.offset),
              made.file.begin() + static_cast<std::ptrdiff_t>(made.store.offset + made.store.size));
  if (container == Container::jpeg) again[7] = std::byte{2};  // another box instance number
  made.file.insert(made.file.begin() + static_cast<std::ptrdiff_t>(made.store.offset),
                   again.begin(), again.end());
  return made.file;
}

}  // namespace pixiu::c2pa_signer
