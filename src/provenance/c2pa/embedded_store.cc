#include "provenance/c2pa/embedded_store.h"

#include "base/check.h"
#include "media/bmff/boxes.h"
#include "media/id3/frames.h"
#include "media/riff/chunks.h"
#include "media/whole_numbers.h"
#include "media/xmp.h"
#include "provenance/c2pa/limits.h"
#include "provenance/c2pa/utf8.h"

#include <algorithm>
#include <utility>

namespace pixiu::provenance::c2pa {

using namespace std::string_view_literals;
using media::has_signature;

std::string_view container_name(Container container) {
  switch (container) {
    case Container::unknown: return "unknown";
    case Container::jpeg: return "jpeg";
    case Container::png: return "png";
    case Container::riff: return "riff";
    case Container::bmff: return "bmff";
    case Container::gif: return "gif";
    case Container::tiff: return "tiff";
    case Container::id3: return "id3";
  }
  PIXIU_CHECK(false);
}

Container container_of(ByteView file) {
  if (has_signature(file, 0, "\xFF\xD8\xFF"sv)) return Container::jpeg;
  if (has_signature(file, 0, "\x89PNG\r\n\x1A\n"sv)) return Container::png;
  if (media::riff::is_riff(file)) return Container::riff;
  if (media::bmff::is_bmff(file)) return Container::bmff;
  if (has_signature(file, 0, "GIF87a") || has_signature(file, 0, "GIF89a")) return Container::gif;
  for (const std::string_view head : {"II*\0"sv, "MM\0*"sv, "II+\0"sv, "MM\0+"sv}) {
    if (has_signature(file, 0, head)) return Container::tiff;
  }
  if (has_signature(file, 0, "ID3")) return Container::id3;
  return Container::unknown;
}

EmbeddedStore find_store(ByteView file) {
  EmbeddedStore found;
  found.container = container_of(file);
  switch (found.container) {
    case Container::unknown: break;
    case Container::jpeg: containers::find_in_jpeg(file, found); break;
    case Container::png: containers::find_in_png(file, found); break;
    case Container::riff: containers::find_in_riff(file, found); break;
    case Container::bmff: containers::find_in_bmff(file, found); break;
    case Container::gif: containers::find_in_gif(file, found); break;
    case Container::tiff: containers::find_in_tiff(file, found); break;
    case Container::id3: containers::find_in_id3(file, found); break;
  }
  return found;
}

namespace containers {
void keep_remote_url(EmbeddedStore& found, std::string_view packet) {
  if (!found.remote_url.empty()) return;
  constexpr std::string_view name = "provenance";
  if (packet.find(name) == std::string_view::npos) return;  // saves reading what has no such name
  for (const media::XmpProperty& one : media::read_xmp(packet)) {
    if (one.local_name != name || one.namespace_uri != "http://purl.org/dc/terms/") continue;
    if (!one.value.starts_with("http://") && !one.value.starts_with("https://")) continue;
    found.remote_url = shown_text(one.value, limits::c2pa_text_bytes_max);
    return;
  }
}

namespace {

// How much of the bytes is the store; 0, with the problem told, when none can be taken.
std::size_t store_bytes(EmbeddedStore& found, ByteView bytes, FileRange range) {
  found.ranges.push_back(range);
  if (found.is_present()) {
    found.problem = "the file carries more than one manifest store";
    found.store.clear();
    return 0;
  }
  if (bytes.size() > limits::c2pa_store_bytes_max) {
    found.problem = "the manifest store is too large to be examined";
    return 0;
  }
  if (bytes.size() < 8) {
    found.problem = "the manifest store is cut off";
    return 0;
  }
  const std::size_t size = media::big_endian_32(bytes, 0);
  return size >= 8 && size <= bytes.size() ? size : bytes.size();
}

}  // namespace

void keep_store(EmbeddedStore& found, ByteView bytes, FileRange range) {
  const ByteView store = bytes.first(store_bytes(found, bytes, range));
  if (!store.empty()) found.store.assign(store.begin(), store.end());
}

void keep_store(EmbeddedStore& found, Bytes&& bytes, FileRange range) {
  const std::size_t size = store_bytes(found, bytes, range);
  if (size == 0) return;
  bytes.resize(size);
  found.store = std::move(bytes);
}

void find_in_png(ByteView file, EmbeddedStore& found) {
  constexpr std::size_t frame_bytes = 12;  // length, type and CRC of a chunk
  constexpr std::string_view xmp_keyword = "XML:com.adobe.xmp\0\0\0\0\0"sv;
  std::size_t offset = 8;
  while (offset + frame_bytes <= file.size()) {
    const std::size_t length = media::big_endian_32(file, offset);
    if (length > file.size() - offset - frame_bytes) break;
    const std::string_view type = text_of(file.subspan(offset + 4, 4));
    const ByteView data = file.subspan(offset + 8, length);
    if (type == "caBX") keep_store(found, data, {offset, frame_bytes + length});
    if (type == "iTXt" && has_signature(data, 0, xmp_keyword)) {
      keep_remote_url(found, text_of(data.subspan(xmp_keyword.size())));
    }
    if (type == "IEND") break;
    offset += frame_bytes + length;
  }
}

void find_in_riff(ByteView file, EmbeddedStore& found) {
  media::riff::ChunkWalk walk(file);
  while (const auto chunk = walk.next()) {
    if (chunk->type == "C2PA") {
      keep_store(found, chunk->data, {chunk->offset_bytes, chunk->size_bytes});
    } else if (chunk->type == "XMP ") {
      keep_remote_url(found, text_of(chunk->data));
    }
  }
}

namespace {

// A store that a file updates without moving anything: the first as it was ("original"), and the
// manifests that were added at the file's end ("update"), as one store.
Bytes joined_stores(ByteView original, ByteView update) {
  constexpr std::size_t header_bytes = 8;
  if (original.size() < header_bytes || update.size() < 2 * header_bytes) return {};
  const std::size_t size = media::big_endian_32(original, 0);
  const std::size_t update_size = media::big_endian_32(update, 0);
  const std::size_t description = media::big_endian_32(update, header_bytes);
  const bool is_sound = size >= header_bytes && size <= original.size() &&
                        update_size <= update.size() && description >= header_bytes &&
                        update_size >= header_bytes && description <= update_size - header_bytes &&
                        size + update_size <= limits::c2pa_store_bytes_max;
  if (!is_sound) return {};
  const ByteView added =
      update.subspan(header_bytes + description, update_size - header_bytes - description);
  Bytes joined(original.begin(), original.begin() + static_cast<std::ptrdiff_t>(size));
  joined.insert(joined.end(), added.begin(), added.end());
  for (std::size_t i = 0; i < 4; ++i) {
    joined[i] = static_cast<std::byte>(joined.size() >> (8 * (3 - i)) & 0xFF);
  }
  return joined;
}

struct BmffStore {
  std::string_view purpose;
  ByteView bytes;
  FileRange range;
};

void keep_bmff_stores(EmbeddedStore& found, const std::vector<BmffStore>& stores) {
  const bool is_updated =
      stores.size() == 2 && stores[0].purpose == "original" && stores[1].purpose == "update";
  if (!is_updated) {
    for (const BmffStore& one : stores) keep_store(found, one.bytes, one.range);
    return;
  }
  keep_store(found, joined_stores(stores[0].bytes, stores[1].bytes), stores[0].range);
  found.ranges.push_back(stores[1].range);
}

}  // namespace

// user type, version and flags, purpose, then for all but "merkle" the place of the first merkle
// box, then JUMBF or CBOR (C2PA 2.3, A.5).
void find_in_bmff(ByteView file, EmbeddedStore& found) {
  constexpr std::string_view c2pa_type =
      "\xD8\xFE\xC3\xD6\x1B\x0E\x48\x3C\x92\x97\x58\x28\x87\x7E\xC4\x81"sv;
  constexpr std::string_view xmp_type =
      "\xBE\x7A\xCF\xCB\x97\xA9\x42\xE8\x9C\x71\x99\x94\x91\xE3\xAF\xAC"sv;
  constexpr std::size_t purpose_offset = 20;
  constexpr std::size_t merkle_boxes_max = 100'000;
  constexpr std::size_t stores_max = 100;  // two are one too many already
  std::vector<BmffStore> stores;
  media::bmff::BoxWalk walk(file);
  while (const auto box = walk.next()) {
    if (box->type != "uuid") continue;
    const ByteView content = media::bmff::content_of(file, *box);
    if (has_signature(content, 0, xmp_type)) keep_remote_url(found, text_of(content.subspan(16)));
    if (!has_signature(content, 0, c2pa_type)) continue;
    const FileRange range{box->offset_bytes, box->size_bytes};
    const std::string_view rest =
        content.size() > purpose_offset ? text_of(content.subspan(purpose_offset)) : ""sv;
    const std::size_t end = rest.find('\0');
    const std::string_view purpose = rest.substr(0, end);
    const ByteView body =
        end == std::string_view::npos ? ByteView{} : content.subspan(purpose_offset + end + 1);
    if (end != std::string_view::npos && purpose == "merkle") {
      found.ranges.push_back(range);
      if (found.merkle_boxes.size() < merkle_boxes_max) found.merkle_boxes.push_back(body);
    } else if (stores.size() < stores_max) {
      stores.push_back({purpose, body.size() < 8 ? ByteView{} : body.subspan(8), range});
    }
  }
  keep_bmff_stores(found, stores);
  std::ranges::sort(found.ranges, {}, &FileRange::offset_bytes);
}

void find_in_id3(ByteView file, EmbeddedStore& found) {
  const auto tag = media::id3::read_tag(file);
  if (!tag) return;
  for (const media::id3::Frame& frame : tag->frames) {
    if (frame.id != "GEOB") continue;
    const auto object = media::id3::read_general_object(frame.content);
    if (!object || (object->media_type != "application/c2pa" &&
                    object->media_type != "application/x-c2pa-manifest-store")) {
      continue;
    }
    keep_store(
        found, ByteView(frame.content).subspan(object->object_offset_bytes),
        {frame.offset_bytes.value_or(0), frame.offset_bytes ? frame.size_bytes : tag->size_bytes});
  }
}

}  // namespace containers
}  // namespace pixiu::provenance::c2pa
