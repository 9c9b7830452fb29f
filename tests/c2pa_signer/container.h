#pragma once

#include "base/bytes.h"

#include <cstddef>
#include <string>
#include <vector>

// Small sound files of each container, with a manifest store where C2PA wants it (C2PA 2.1, A).
namespace pixiu::c2pa_signer {

enum class Container { jpeg, png, webp, gif, tiff, mp4, heif, avif, id3 };

inline constexpr Container all_containers[] = {Container::jpeg, Container::png,  Container::webp,
                                               Container::gif,  Container::tiff, Container::mp4,
                                               Container::heif, Container::avif, Container::id3};

std::string container_word(Container container);  // "jpeg", ...
std::string media_type(Container container);      // "image/jpeg", ...
bool is_bmff(Container container);

// A named piece of a file.
struct Part {
  std::string name;
  std::size_t offset = 0;
  std::size_t size = 0;
};

struct Assembled {
  Bytes file;
  Part store;   // all that the container spends on the manifest store, headers included
  Part pixels;  // bytes that make the picture (or sound): changing one changes the content
  // JPEG, PNG: the boxes of c2pa.hash.boxes by their names there; ISO base media files: the boxes
  // of the top level by their types. Empty for the others.
  std::vector<Part> boxes;
};

// An empty store gives the file without one. JPEG splits the store into segments of at most
// `segment_bytes` of content.
Assembled assemble(Container container, ByteView store, std::size_t segment_bytes = 60'000);

// The file as others would find it: inserts another segment, chunk or box with the same store.
Bytes with_two_stores(Container container, ByteView store);

}  // namespace pixiu::c2pa_signer
