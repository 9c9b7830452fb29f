#include "base/check.h"
#include "tests/c2pa_signer/cbor.h"
#include "tests/c2pa_signer/file_writer.h"

#include <algorithm>
#include <functional>

namespace pixiu::c2pa_signer {
namespace {

constexpr std::string_view c2pa_uuid(
    "\xd8\xfe\xc3\xd6\x1b\x0e\x48\x3c\x92\x97\x58\x28\x87\x7e\xc4\x81", 16);

Bytes full_box(std::string_view type, ByteView content) {
  return box(type, joined({Bytes(4), copy_of(content)}));
}

// uuid, version and flags, purpose, offset of the first "merkle" box (none), JUMBF.
Bytes store_box(ByteView store, std::string_view purpose = "manifest") {
  Bytes content = copy_of(bytes_of(c2pa_uuid));
  append(content, Bytes(4));
  append(content, bytes_of(purpose));
  append(content, Bytes(1));
  append(content, Bytes(8));
  append(content, store);
  return box("uuid", content);
}

Bytes samples() {
  Bytes bytes(96);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::byte>(i * 7 + 1);
  return bytes;
}

// ftyp, C2PA's uuid box, `middle` (which holds the offset of the samples), mdat. `middle` is asked
// twice, since the offset depends on its size.
Assembled assemble_boxes(const Bytes& ftyp, const std::string& middle_name,
                         const std::function<Bytes(std::size_t)>& middle, ByteView store) {
  const Bytes uuid = store.empty() ? Bytes{} : store_box(store);
  const std::size_t samples_at = ftyp.size() + uuid.size() + middle(0).size() + 8;
  FileWriter writer;
  writer.add("ftyp", ftyp);
  if (!uuid.empty()) writer.add_store("uuid", uuid);
  writer.add(middle_name, middle(samples_at));
  writer.add("mdat", box("mdat", samples()));
  writer.mark_pixels(8);
  return writer.take();
}

Bytes movie_header() {
  Bytes content(8);                            // times
  append(content, big_endian(1000, 4));        // units a second
  append(content, big_endian(40, 4));          // duration
  append(content, big_endian(0x00010000, 4));  // rate
  append(content, big_endian(0x0100, 2));      // volume
  append(content, Bytes(10));                  // reserved
  for (const unsigned value : {0x10000u, 0u, 0u, 0u, 0x10000u, 0u, 0u, 0u, 0x40000000u}) {
    append(content, big_endian(value, 4));  // matrix
  }
  append(content, Bytes(24));
  append(content, big_endian(2, 4));  // next track
  return full_box("mvhd", content);
}

// The boxes on the way to a chunk offset; not a track that plays.
Bytes movie(std::size_t samples_at) {
  Bytes offsets = big_endian(1, 4);
  append(offsets, big_endian(samples_at, 4));
  const Bytes table = box("stbl", full_box("stco", offsets));
  const Bytes track = box("trak", box("mdia", box("minf", table)));
  return box("moov", joined({movie_header(), track}));
}

Bytes item_entry(std::string_view type) {
  Bytes content = {std::byte{2}, std::byte{0}, std::byte{0}, std::byte{0}};  // version 2
  append(content, big_endian(1, 2));                                         // item
  append(content, Bytes(2));                                                 // protection
  append(content, bytes_of(type));
  append(content, Bytes(1));  // no name
  return box("infe", content);
}

Bytes item_location(std::size_t samples_at) {
  Bytes content = big_endian(0x4400, 2);  // offsets and lengths of four bytes
  append(content, big_endian(1, 2));      // items
  append(content, big_endian(1, 2));      // this item
  append(content, Bytes(2));              // in this file
  append(content, big_endian(1, 2));      // extents
  append(content, big_endian(samples_at, 4));
  append(content, big_endian(samples().size(), 4));
  return full_box("iloc", content);
}

Bytes meta(std::string_view item_type, std::size_t samples_at) {
  Bytes handler(4);
  append(handler, bytes_of("pict"));
  append(handler, Bytes(13));
  Bytes items = big_endian(1, 2);
  append(items, item_entry(item_type));
  return full_box("meta", joined({full_box("hdlr", handler), full_box("pitm", big_endian(1, 2)),
                                  item_location(samples_at), full_box("iinf", items)}));
}

}  // namespace

Bytes update_box(ByteView store) {
  return store_box(store, "update");
}

Bytes little_endian(std::uint64_t value, std::size_t bytes) {
  Bytes number = big_endian(value, bytes);
  std::reverse(number.begin(), number.end());
  return number;
}

void FileWriter::add(std::string name, ByteView content) {
  made_.boxes.push_back({std::move(name), made_.file.size(), content.size()});
  append(made_.file, content);
}

void FileWriter::add_store(std::string name, ByteView content) {
  add(std::move(name), content);
  made_.store = made_.boxes.back();
}

void FileWriter::mark_pixels(std::size_t offset) {
  const Part& last = made_.boxes.back();
  PIXIU_CHECK(offset < last.size);
  made_.pixels = {last.name, last.offset + offset, last.size - offset};
}

void FileWriter::overwrite(std::size_t offset, ByteView bytes) {
  std::copy(bytes.begin(), bytes.end(), made_.file.begin() + static_cast<std::ptrdiff_t>(offset));
}

Assembled FileWriter::take_without_boxes() {
  made_.boxes.clear();
  return std::move(made_);
}

Assembled assemble_mp4(ByteView store) {
  const Bytes ftyp = box("ftyp", bytes_of(std::string_view("isom\0\0\2\0isommp42", 16)));
  return assemble_boxes(ftyp, "moov", movie, store);
}

Assembled assemble_item_file(std::string_view brand, std::string_view item_type, ByteView store) {
  Bytes brands = copy_of(bytes_of(brand));
  append(brands, Bytes(4));
  append(brands, bytes_of("mif1"));
  append(brands, bytes_of(brand));
  const std::string type(item_type);
  return assemble_boxes(
      box("ftyp", brands), "meta", [type](std::size_t at) { return meta(type, at); }, store);
}

}  // namespace pixiu::c2pa_signer
