#include "media/jpeg/segments.h"
#include "media/whole_numbers.h"
#include "provenance/c2pa/embedded_store.h"
#include "provenance/c2pa/limits.h"
#include "provenance/c2pa/utf8.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>

namespace pixiu::provenance::c2pa::containers {
namespace {

using namespace std::string_view_literals;
using media::big_endian_16;
using media::big_endian_32;
using media::has_signature;

constexpr std::uint8_t app11 = 0xEB;
constexpr std::string_view xmp_signature = "http://ns.adobe.com/xap/1.0/\0"sv;

// One JUMBF box that is spread over segments with the same number (ISO/IEC 19566-5, annex D).
struct SplitBox {
  Bytes bytes;
  std::vector<FileRange> ranges;
  std::uint32_t sequence = 0;
  std::size_t size_bytes = 0;  // as the box says
  bool is_c2pa = false;
  bool is_broken = false;
};

// CI "JP", En (2), Z (4), then the box; every later segment repeats the box's header.
constexpr std::size_t prefix_bytes = 8;
constexpr std::size_t boxes_max = 1000;

void start_box(ByteView content, SplitBox& box) {
  constexpr std::size_t kind_offset = 16;  // behind the headers of jumb and jumd
  box.size_bytes = big_endian_32(content, 0);
  box.is_c2pa = has_signature(content, 4, "jumb") && has_signature(content, kind_offset, "c2pa");
  box.is_broken = box.size_bytes > limits::c2pa_store_bytes_max;
}

// `bytes_left` is how much of the file there can be for it.
void take_segment(ByteView payload, FileRange range, std::size_t bytes_left,
                  std::map<std::uint16_t, SplitBox>& boxes) {
  constexpr std::size_t box_header_bytes = 8;
  if (payload.size() < prefix_bytes + box_header_bytes || !has_signature(payload, 0, "JP")) return;
  const std::uint16_t number = big_endian_16(payload, 2);
  const std::uint32_t sequence = big_endian_32(payload, 4);
  if (!boxes.contains(number) && boxes.size() >= boxes_max) return;
  const auto [entry, is_new] = boxes.try_emplace(number);
  SplitBox& box = entry->second;
  ByteView content = payload.subspan(prefix_bytes);
  if (is_new) {
    start_box(content, box);
    if (box.is_c2pa && !box.is_broken) box.bytes.reserve(std::min(box.size_bytes, bytes_left));
  } else {
    box.is_broken |= sequence != box.sequence + 1 ||
                     !std::ranges::equal(content.first(box_header_bytes),
                                         ByteView(box.bytes).first(box_header_bytes));
    content = content.subspan(box_header_bytes);
  }
  box.sequence = sequence;
  box.ranges.push_back(range);
  box.is_broken |= box.bytes.size() + content.size() > limits::c2pa_store_bytes_max;
  // A box of another kind is only followed as far as its number goes.
  if (box.is_broken || (!box.is_c2pa && !is_new)) return;
  box.bytes.insert(box.bytes.end(), content.begin(), content.end());
}

}  // namespace

void find_in_jpeg(ByteView file, EmbeddedStore& found) {
  std::map<std::uint16_t, SplitBox> boxes;
  media::jpeg::SegmentWalk walk(file);
  while (const auto segment = walk.next()) {
    if (segment->marker == media::jpeg::marker::eoi) break;
    if (segment->marker == app11) {
      const std::size_t size = segment->payload.size() + 4;  // marker and length
      const std::size_t start = segment->end_offset_bytes - size;
      take_segment(segment->payload, {start, size}, file.size() - start, boxes);
    } else if (segment->marker == media::jpeg::marker::app1 &&
               has_signature(segment->payload, 0, xmp_signature)) {
      keep_remote_url(found, text_of(segment->payload.subspan(xmp_signature.size())));
    }
  }
  for (auto& [number, box] : boxes) {
    if (!box.is_c2pa) continue;
    const bool is_whole = !box.is_broken && box.bytes.size() == box.size_bytes;
    keep_store(found, std::move(box.bytes), box.ranges.front());
    found.ranges.insert(found.ranges.end(), box.ranges.begin() + 1, box.ranges.end());
    if (!is_whole && found.problem.empty()) {
      found.problem = "the manifest store's segments do not fit together";
      found.store.clear();
    }
  }
  std::ranges::sort(found.ranges, {}, &FileRange::offset_bytes);
}

}  // namespace pixiu::provenance::c2pa::containers
