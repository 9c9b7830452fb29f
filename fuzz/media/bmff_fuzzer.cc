#include "media/bmff/boxes.h"
#include "one_format.h"

#include <cstdlib>

namespace {

using namespace pixiu;

// Walks a piece and, where a box may be a container, its children; every box lies inside.
void walk(ByteView file, std::size_t begin, std::size_t end, int depth) {
  media::bmff::BoxWalk boxes(file, begin, end);
  std::size_t behind = begin;
  while (const auto box = boxes.next()) {
    if (box->offset_bytes != behind || box->size_bytes == 0 || box->end_bytes() > end) std::abort();
    behind = box->end_bytes();
    const ByteView content = media::bmff::content_of(file, *box);
    if (content.size() + box->header_bytes != box->size_bytes) std::abort();
    const std::size_t children = media::bmff::children_offset_bytes(file, *box);
    if (children < box->offset_bytes || children > box->end_bytes()) std::abort();
    if (depth < 4 && !box->is_cut_off) walk(file, children, box->end_bytes(), depth + 1);
  }
  if (behind != end) std::abort();
}

}  // namespace

// Boxes of an ISO base media file, four levels deep.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView file = fuzz::view_of(data, size);
  walk(file, 0, file.size(), 0);
  return 0;
}
