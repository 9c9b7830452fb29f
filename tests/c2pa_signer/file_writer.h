#pragma once

#include "tests/c2pa_signer/container.h"

#include <string>
#include <string_view>
#include <utility>

// For container.cc and bmff.cc alone.
namespace pixiu::c2pa_signer {

Bytes little_endian(std::uint64_t value, std::size_t bytes);

// Puts a file together and remembers where its pieces stand.
class FileWriter {
 public:
  void add(std::string name, ByteView content);
  void add_store(std::string name, ByteView content);
  // The piece added last makes the picture, from `offset` in it on.
  void mark_pixels(std::size_t offset);
  void overwrite(std::size_t offset, ByteView bytes);

  std::size_t size() const { return made_.file.size(); }
  std::size_t last_size() const { return made_.boxes.back().size; }
  Assembled take() { return std::move(made_); }
  Assembled take_without_boxes();

 private:
  Assembled made_;
};

Assembled assemble_mp4(ByteView store);

// The uuid box of an ISO base media file that holds a store with the purpose "update".
Bytes update_box(ByteView store);

// HEIF or AVIF: one item of type `item_type` in mdat.
Assembled assemble_item_file(std::string_view brand, std::string_view item_type, ByteView store);

}  // namespace pixiu::c2pa_signer
