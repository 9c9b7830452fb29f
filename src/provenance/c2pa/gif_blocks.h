#pragma once

#include "base/bytes.h"
#include "provenance/c2pa/embedded_store.h"

#include <cstddef>
#include <optional>
#include <string>

namespace pixiu::provenance::c2pa {

// One block of a GIF, under the name C2PA gives it (C2PA 2.1, 18.7): "GIF89a", "LSD", "GCT",
// "21F9" and so on by label, "2C", "LCT", "TBID", "3B". What is no block is named "".
struct GifBlock {
  std::string name;
  FileRange range;
};

// Walks the blocks; every call moves forward, never reads outside. Behind the trailer everything
// is one block without a name.
class GifBlockWalk {
 public:
  explicit GifBlockWalk(ByteView file) : file_(file) {}
  std::optional<GifBlock> next();

 private:
  enum class State { signature, screen, global_table, blocks, local_table, image_data, behind };
  GifBlock taken(std::string name, std::size_t size);
  std::size_t sub_blocks_bytes(std::size_t offset) const;

  ByteView file_;
  std::size_t offset_ = 0;
  std::size_t table_bytes_ = 0;
  State state_ = State::signature;
};

}  // namespace pixiu::provenance::c2pa
