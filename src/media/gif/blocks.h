#pragma once

#include "base/bytes.h"
#include "media/photo.h"

#include <optional>

namespace pixiu::media::gif {

struct Frame {
  int left = 0;
  int top = 0;
  Size size;
  std::optional<int> transparent_index;
};

// What a GIF's blocks tell without decoding.
struct BlockSummary {
  bool has_screen = false;
  Size canvas;  // the screen, widened where the first frame sticks out
  std::optional<Frame> first;
  int frame_count = 0;
  bool has_trailer = false;
};

// Walks the blocks by their lengths. Tolerant; bounded by the file's length.
BlockSummary read_blocks(ByteView file);

}  // namespace pixiu::media::gif
