#include "media/id3/frames.h"
#include "one_format.h"

#include <cstdlib>

// An ID3v2 tag with its frames and embedded objects; what is said to stand in the file does.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pixiu;
  const ByteView file = fuzz::view_of(data, size);
  const auto tag = media::id3::read_tag(file);
  if (!tag) return 0;
  if (tag->size_bytes > file.size()) std::abort();
  for (const media::id3::Frame& frame : tag->frames) {
    const bool is_inside =
        !frame.offset_bytes || (*frame.offset_bytes <= tag->size_bytes &&
                                frame.size_bytes <= tag->size_bytes - *frame.offset_bytes);
    if (!is_inside) std::abort();
    const auto object = media::id3::read_general_object(frame.content);
    if (object && object->object_offset_bytes > frame.content.size()) std::abort();
  }
  return 0;
}
