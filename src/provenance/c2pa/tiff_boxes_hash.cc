#include "base/limits.h"
#include "media/tiff/directory.h"
#include "provenance/c2pa/boxes_hash.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <utility>

namespace pixiu::provenance::c2pa {
namespace {

using media::tiff::Block;
using media::tiff::Directory;
using media::tiff::Entry;

constexpr std::uint16_t tag_store = 0xCD41;
constexpr std::uint16_t tag_old_jpeg = 513;  // leads to a picture that no entry's hash covers
constexpr std::size_t directories_max = 1'000;
constexpr std::size_t boxes_max = 100'000;
constexpr std::size_t pieces_max = 1'000'000;
constexpr int nesting_max = 4;

// Entries whose values are places of further bytes, and which entries tell their sizes.
struct Pointing {
  std::uint16_t offsets;
  std::uint16_t sizes;
};
constexpr std::array<Pointing, 3> pointing_tags = {{{273, 279}, {324, 325}, {288, 289}}};
constexpr std::array<std::uint16_t, 4> directory_tags = {330, 34665, 34853, 40965};

// Entries that no reader needs to draw the picture.
constexpr std::array<std::uint16_t, 15> metadata_tags = {
    269, 270, 271, 272, 305, 306, 315, 316, 700, 33432, 33723, 34377, 34665, 34853, 40965};

template <class Range, class Value>
bool contains(const Range& range, const Value& value) {
  return std::find(std::begin(range), std::end(range), value) != std::end(range);
}

struct TiffBox {
  std::string name;
  PartKind kind = PartKind::picture;
  int depth = 0;          // of the directory it stands in
  bool leads_on = false;  // to directories, whose boxes follow
  std::vector<ByteView> pieces;
  ByteView doubled;  // what the standard may be read to want once more, behind the pieces
};

// The boxes of a TIFF file in the order in which the standard lists them. Empty pieces of what is
// not inside the file: their hash will not fit.
class TiffBoxes {
 public:
  explicit TiffBoxes(ByteView file, const Block& block) : block_(block) {
    boxes_.push_back(
        {"TIFh", PartKind::metadata, 0, false, {file.first(block.header_bytes())}, {}});
    std::uint64_t offset = block.first_directory_offset();
    for (int page = 0; page < limits::photo_frames_max && offset != 0; ++page) {
      offset = add_directory(offset, 0, PartKind::picture);
    }
    is_whole_ = is_whole_ && offset == 0;
  }

  const std::vector<TiffBox>& boxes() const { return boxes_; }
  bool is_whole() const { return is_whole_; }  // nothing was over a limit, no circle
  bool has_uncovered_picture() const { return has_uncovered_picture_; }

 private:
  // Gives the next directory's offset; 0 behind the last. `kind` is of what is in it.
  std::uint64_t add_directory(std::uint64_t offset, int depth, PartKind kind) {
    is_whole_ = is_whole_ && depth <= nesting_max && passed_.size() < directories_max &&
                !contains(passed_, offset);
    if (!is_whole_) return 0;
    passed_.push_back(offset);
    const Directory directory = block_.directory_at(offset);
    is_whole_ = directory.next_offset.has_value();
    const auto has = [&](std::uint16_t tag) {
      return std::ranges::find(directory.entries, tag, &Entry::tag) != directory.entries.end();
    };
    has_uncovered_picture_ |=
        kind == PartKind::picture && has(tag_old_jpeg) && !has(273) && !has(324);
    for (const Entry& entry : directory.entries) {
      if (boxes_.size() >= boxes_max) is_whole_ = false;
      if (!is_whole_) return 0;
      add_entry(directory, entry, depth, kind);
    }
    return directory.next_offset.value_or(0);
  }

  void add_entry(const Directory& directory, const Entry& entry, int depth, PartKind kind) {
    if (entry.tag == tag_store) {
      boxes_.push_back({"C2PA", PartKind::manifest, depth, false, {}, {}});
      return;
    }
    TiffBox box{std::to_string(entry.tag), kind, depth, false, {}, {}};
    box.leads_on = contains(directory_tags, entry.tag);
    if (contains(metadata_tags, entry.tag)) box.kind = PartKind::metadata;
    box.pieces.push_back(block_.slice(entry.offset_bytes, block_.entry_bytes()));
    if (entry.value.size() > entry.field.size()) box.pieces.push_back(entry.value);
    for (const Pointing& tags : pointing_tags) {
      if (tags.offsets == entry.tag) add_pointed(directory, entry, tags.sizes, box);
    }
    if (box.leads_on && entry.count == 1) box.doubled = entry.value;
    piece_count_ += box.pieces.size();
    is_whole_ = is_whole_ && piece_count_ <= pieces_max;
    const PartKind kind_below = box.kind;
    const std::size_t count = box.leads_on ? entry.value.size() : 0;
    boxes_.push_back(std::move(box));
    for (std::size_t i = 0; is_whole_ && i < count; ++i) {
      const auto offset = block_.number(entry, i);
      if (!offset) break;
      add_directory(*offset, depth + 1, kind_below);
    }
  }

  void add_pointed(const Directory& directory, const Entry& entry, std::uint16_t sizes_tag,
                   TiffBox& box) const {
    const auto sizes = std::ranges::find(directory.entries, sizes_tag, &Entry::tag);
    if (sizes == directory.entries.end()) return;
    for (std::size_t i = 0; i < entry.count && box.pieces.size() < pieces_max; ++i) {
      const auto offset = block_.number(entry, i);
      const auto size = block_.number(*sizes, i);
      if (!offset || !size) return;
      box.pieces.push_back(block_.slice(*offset, *size));
    }
  }

  const Block& block_;
  std::vector<TiffBox> boxes_;
  std::vector<std::uint64_t> passed_;
  std::size_t piece_count_ = 0;
  bool is_whole_ = true;
  bool has_uncovered_picture_ = false;
};

using Boxes = std::span<const TiffBox>;

// The boxes that a run takes off the front; empty when its names do not fit. Entries of a directory
// inside another go with the entry that leads to it when they are not listed.
Boxes take(const BoxRun& run, Boxes& rest) {
  std::size_t at = 0;
  for (const std::string_view name : run.names) {
    const bool is_listed = at < rest.size() && rest[at].name == name;
    if (!is_listed && at > 0) {
      const int depth = rest[at - 1].depth;
      while (at < rest.size() && rest[at].depth > depth) ++at;
    }
    if (at >= rest.size() || rest[at].name != name || rest[at].kind == PartKind::manifest)
      return {};
    ++at;
  }
  const TiffBox& last = rest[at - 1];
  while (last.leads_on && at < rest.size() && rest[at].depth > last.depth) ++at;
  const Boxes taken = rest.first(at);
  rest = rest.subspan(at);
  return taken;
}

bool fits(const BoxRun& run, Boxes taken, bool is_doubled) {
  crypto::DigestStream stream(*run.algorithm);
  for (const TiffBox& box : taken) {
    for (const ByteView piece : box.pieces) stream.update(piece);
    if (is_doubled) stream.update(box.doubled);
  }
  return std::ranges::equal(stream.finish_wide().bytes(), *run.hash);
}

// Whether hashing the boxes costs no more than a file that is laid out as writers do.
bool is_affordable(Boxes boxes, std::size_t file_bytes) {
  std::size_t bytes = 0;
  for (const TiffBox& box : boxes) {
    for (const ByteView piece : box.pieces) bytes += std::min(piece.size(), file_bytes);
    if (bytes > 2 * file_bytes) return false;
  }
  return true;
}

}  // namespace

void check_tiff_boxes(const std::vector<BoxRun>& runs, const HardBinding& binding,
                      const BoundFile& bound, StatusList& results) {
  const auto malformed = [&](std::string_view why) {
    results.add(status::boxes_hash_malformed, binding.uri, why);
  };
  const auto block = Block::open(bound.file);
  if (!block || bound.file.size() < block->header_bytes()) return malformed("no TIFF file");
  const TiffBoxes all(bound.file, *block);
  if (!all.is_whole() || !is_affordable(all.boxes(), bound.file.size())) {
    return malformed("the file's directories lead in circles, or are cut off or too many");
  }
  if (all.has_uncovered_picture()) return malformed("a picture's data is not covered by the hash");
  Boxes rest = all.boxes();
  bool is_match = true;
  bool has_metadata_left_out = false;
  for (const BoxRun& run : runs) {
    if (run.is_store() && !rest.empty() && rest[0].kind == PartKind::manifest) {
      rest = rest.subspan(1);
      continue;
    }
    const Boxes taken = run.is_store() ? Boxes{} : take(run, rest);
    if (taken.empty()) {
      results.add(status::boxes_hash_mismatch, binding.uri,
                  "the file's entries are not those that were signed");
      return;
    }
    if (run.is_excluded) {
      has_metadata_left_out = true;
      const bool has_picture = std::any_of(taken.begin(), taken.end(), [](const TiffBox& box) {
        return box.kind == PartKind::picture;
      });
      if (has_picture) return malformed("an entry the picture is drawn from is left out");
    } else if (!fits(run, taken, false) && !fits(run, taken, true)) {
      is_match = false;
      results.add(status::boxes_hash_mismatch, binding.uri,
                  "the entry " + std::string(run.names[0]) + " is not as it was signed");
    }
  }
  if (!rest.empty()) {
    results.add(status::boxes_hash_unknown_box, binding.uri,
                "the file holds an entry that was not signed");
    return;
  }
  if (has_metadata_left_out) {
    results.add(status::additional_exclusions, binding.uri, "metadata is left out");
  }
  if (is_match) results.add(status::boxes_hash_match, binding.uri);
}

}  // namespace pixiu::provenance::c2pa
