#pragma once

#include "base/bytes.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pixiu::provenance::c2pa {

enum class Container { unknown, jpeg, png, riff, bmff, gif, tiff, id3 };

// "jpeg", "png", "riff", "bmff", "gif", "tiff", "id3", "unknown".
std::string_view container_name(Container container);

// Told from the first bytes.
Container container_of(ByteView file);

// A piece of the file.
struct FileRange {
  std::size_t offset_bytes = 0;
  std::size_t size_bytes = 0;

  std::size_t end_bytes() const { return offset_bytes + size_bytes; }
  friend bool operator==(const FileRange&, const FileRange&) = default;
};

// The manifest store that a file carries, as it stands; nothing of it is judged here.
struct EmbeddedStore {
  Container container = Container::unknown;
  // Put together from its pieces. Empty when the file carries none, or when `problem` says why it
  // could not be read.
  Bytes store;
  // All that its container takes in the file: whole segments, chunks, boxes. In order, disjoint.
  std::vector<FileRange> ranges;
  std::string problem;  // in English; empty when all is well
  // BMFF: the contents of the boxes with the purpose "merkle", inside the file.
  std::vector<ByteView> merkle_boxes;
  // The address of a manifest kept elsewhere (XMP dcterms:provenance); named, never fetched.
  std::string remote_url;

  bool is_present() const { return !store.empty() || !problem.empty(); }
};

// Finds the store in JPEG (APP11), PNG (caBX), RIFF (C2PA), ISO base media files (uuid), GIF
// (application extension), TIFF (tag 0xCD41) and behind ID3v2 (GEOB), by the file's structure.
// Several stores in one file, pieces that do not fit, and stores over
// limits::c2pa_store_bytes_max are a problem. Never fails.
// Cost:   one walk over the file's structure; entropy-coded data is passed over with memchr.
// Source: C2PA 2.1, annex A
EmbeddedStore find_store(ByteView file);

namespace containers {

// One container each; `found.container` is set.
void find_in_jpeg(ByteView file, EmbeddedStore& found);
void find_in_png(ByteView file, EmbeddedStore& found);
void find_in_riff(ByteView file, EmbeddedStore& found);
void find_in_bmff(ByteView file, EmbeddedStore& found);
void find_in_gif(ByteView file, EmbeddedStore& found);
void find_in_tiff(ByteView file, EmbeddedStore& found);
void find_in_id3(ByteView file, EmbeddedStore& found);

// Takes one store; the second one in a file is a problem. What stands behind the box in `bytes` is
// padding and left out.
void keep_store(EmbeddedStore& found, ByteView bytes, FileRange range);
void keep_store(EmbeddedStore& found, Bytes&& bytes, FileRange range);

// Keeps the http(s) address of a remote manifest that an XMP packet names (dcterms:provenance),
// when none was kept before. It is shown and never fetched.
void keep_remote_url(EmbeddedStore& found, std::string_view packet);

}  // namespace containers

}  // namespace pixiu::provenance::c2pa
