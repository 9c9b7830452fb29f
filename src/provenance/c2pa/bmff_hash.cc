#include "media/bmff/boxes.h"
#include "provenance/c2pa/bmff_exclusions.h"
#include "provenance/c2pa/hard_binding.h"
#include "provenance/c2pa/limits.h"
#include "provenance/c2pa/merkle_row.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>

// The hash of ISO base media files (C2PA 2.1, 18.6), versions 1 to 3.
namespace pixiu::provenance::c2pa {
namespace {

using media::bmff::Box;

constexpr std::size_t mdat_prefix_bytes = 16;  // what the flat hash covers of a Merkle-hashed mdat

// Only what other boxes of the file decide: the places of things, and room. The standard itself
// asks to leave these out.
bool is_expected_exclusion(std::string_view path) {
  constexpr std::array<std::string_view, 14> expected = {"/ftyp",
                                                         "/styp",
                                                         "/free",
                                                         "/skip",
                                                         "/wide",
                                                         "/mfra",
                                                         "/mfra/tfra",
                                                         "/sidx",
                                                         "/ssix",
                                                         "/meta/iloc",
                                                         "/moov/trak/mdia/minf/stbl/stco",
                                                         "/moov/trak/mdia/minf/stbl/co64",
                                                         "/moof/traf/tfhd",
                                                         "/moof/traf/trun"};
  return std::ranges::find(expected, path) != expected.end();
}

// Describes, and is not needed to show or play.
bool is_metadata_exclusion(std::string_view path) {
  return path == "/uuid" || path == "/emsg" || path == "/prft" || path == "/moov/meta" ||
         path.starts_with("/moov/udta") || path.starts_with("/moov/meta/") ||
         path.starts_with("/moov/uuid");
}

struct Merkle {
  std::size_t local_id = 0;
  std::size_t count = 0;
  crypto::DigestAlgorithm algorithm = crypto::DigestAlgorithm::sha256;
  std::optional<Bytes> init_hash;
  std::vector<Bytes> hashes;
  std::optional<std::size_t> fixed_block_size;
  std::vector<std::size_t> block_sizes;
};

class BmffCheck {
 public:
  BmffCheck(const HardBinding& binding, const BoundFile& bound, int version, StatusList& results)
      : binding_(binding), bound_(bound), version_(version), results_(results) {}

  void run() {
    const auto boxes = top_level_boxes(bound_.file);
    const auto exclusions =
        boxes ? apply_exclusions(*binding_.assertion, bound_.file, *boxes) : std::nullopt;
    if (!exclusions || !read_merkle()) {
      results_.add(status::bmff_hash_malformed, binding_.uri, "its fields make no sense");
      return;
    }
    boxes_ = *boxes;
    is_dropped_.assign(boxes_.size(), false);
    for (const BoxExclusion& one : *exclusions) take(one);
    judge_exclusions(*exclusions);
    check_flat_hash();
    check_merkle();
    if (!has_failed_) results_.add(status::bmff_hash_match, binding_.uri);
  }

 private:
  void fail(const StatusCode& code, std::string_view why) {
    has_failed_ = true;
    results_.add(code, binding_.uri, why);
  }

  void take(const BoxExclusion& one) {
    const Box& box = boxes_[one.top_level_index];
    const bool is_top_level = one.range.offset_bytes == box.offset_bytes && one.is_whole_box &&
                              one.range.size_bytes == box.size_bytes;
    if (is_top_level) is_dropped_[one.top_level_index] = true;
    if (!excluded_.empty() && one.range.offset_bytes <= excluded_.back().end_bytes()) {
      const std::size_t end = std::max(excluded_.back().end_bytes(), one.range.end_bytes());
      excluded_.back().size_bytes = end - excluded_.back().offset_bytes;
    } else {
      excluded_.push_back(one.range);
    }
  }

  void judge_exclusions(const std::vector<BoxExclusion>& exclusions) {
    bool is_metadata_left_out = false;
    bool is_picture_left_out = false;
    for (const BoxExclusion& one : exclusions) {
      if (is_store(one.range) || is_expected_exclusion(one.path)) continue;
      const bool is_hashed_elsewhere =
          one.path == "/mdat" && !merkle_.empty() &&
          one.range.offset_bytes >= boxes_[one.top_level_index].offset_bytes + mdat_prefix_bytes;
      if (is_hashed_elsewhere) continue;
      if (is_metadata_exclusion(one.path)) {
        is_metadata_left_out = true;
      } else {
        is_picture_left_out = true;
      }
    }
    if (is_picture_left_out) {
      fail(status::bmff_hash_malformed, "an exclusion leaves out what the picture is drawn from");
    }
    if (is_metadata_left_out) {
      results_.add(status::additional_exclusions, binding_.uri, "metadata is left out of the hash");
    }
  }

  bool is_store(FileRange range) const {
    const auto found = std::ranges::lower_bound(bound_.store->ranges, range.offset_bytes, {},
                                                &FileRange::offset_bytes);
    return found != bound_.store->ranges.end() && *found == range;
  }

  // The digest over boxes [begin, end) without what is excluded.
  crypto::WideDigest digest_of(std::size_t begin, std::size_t end,
                               crypto::DigestAlgorithm algorithm) const {
    crypto::DigestStream stream(algorithm);
    const std::size_t first = begin < end ? boxes_[begin].offset_bytes : 0;
    auto hole = std::ranges::partition_point(
        excluded_, [&](const FileRange& range) { return range.end_bytes() <= first; });
    for (std::size_t index = begin; index < end; ++index) {
      if (is_dropped_[index]) continue;
      const Box& box = boxes_[index];
      if (version_ >= 2) add_offset(stream, box.offset_bytes);
      std::size_t offset = box.offset_bytes;
      while (hole != excluded_.end() && hole->end_bytes() <= offset) ++hole;
      for (auto in = hole; in != excluded_.end() && in->offset_bytes < box.end_bytes(); ++in) {
        if (in->offset_bytes > offset) {
          stream.update(bound_.file.subspan(offset, in->offset_bytes - offset));
        }
        offset = std::min(std::max(offset, in->end_bytes()), box.end_bytes());
      }
      stream.update(bound_.file.subspan(offset, box.end_bytes() - offset));
    }
    return stream.finish_wide();
  }

  static void add_offset(crypto::DigestStream& stream, std::uint64_t offset) {
    std::array<std::byte, 8> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      bytes[i] = static_cast<std::byte>((offset >> (8 * (bytes.size() - 1 - i))) & 0xFF);
    }
    stream.update(bytes);
  }

  std::size_t first_fragment() const {
    const auto found = std::ranges::find(boxes_, "moof", &Box::type);
    return static_cast<std::size_t>(found - boxes_.begin());
  }

  void check_flat_hash() {
    const CborValue* stated = binding_.assertion->find("hash");
    const bool is_absent = stated == nullptr || stated->is_null();
    if (is_absent) {
      const bool is_fragmented = first_fragment() < boxes_.size();
      if (merkle_.empty() || !is_fragmented) {
        fail(status::bmff_hash_malformed, "there is no hash over the whole file");
      }
      return;
    }
    const auto algorithm = hash_algorithm(*binding_.assertion, binding_.algorithm_name);
    const auto expected = hash_bytes(stated);
    if (!algorithm) {
      fail(status::algorithm_unsupported, "the hash's algorithm is not supported");
    } else if (!expected) {
      fail(status::bmff_hash_malformed, "the hash makes no sense");
    } else if (!std::ranges::equal(digest_of(0, boxes_.size(), *algorithm).bytes(), *expected)) {
      fail(status::bmff_hash_mismatch, "the file's boxes are not those that were signed");
    }
  }

  // --- Merkle trees over the media data ---

  bool read_merkle() {
    const CborValue* list = binding_.assertion->find("merkle");
    if (list == nullptr || list->is_null()) return true;
    if (!list->is_array() || list->items.size() > limits::c2pa_merkle_trees_max) return false;
    return std::ranges::all_of(list->items, [&](const CborValue& one) { return read_one(one); });
  }

  bool read_one(const CborValue& map) {
    const auto enclosing = binding_.assertion->text_at("alg");
    const auto algorithm = hash_algorithm(map, enclosing.value_or(binding_.algorithm_name));
    const auto local_id = map.size_at("localId");
    const auto count = map.size_at("count");
    const CborValue* hashes = map.find("hashes");
    if (!algorithm || !local_id || !count || hashes == nullptr || !hashes->is_array()) return false;
    Merkle merkle{.local_id = *local_id, .count = *count, .algorithm = *algorithm};
    for (const CborValue& hash : hashes->items) {
      auto bytes = hash_bytes(&hash);
      if (!bytes) return false;
      merkle.hashes.push_back(std::move(*bytes));
    }
    merkle.init_hash = hash_bytes(map.find("initHash"));
    merkle.fixed_block_size = map.size_at("fixedBlockSize");
    const CborValue* sizes = map.find("variableBlockSizes");
    if (sizes != nullptr && sizes->is_array()) {
      for (const CborValue& size : sizes->items) {
        const auto bytes = size.as_size();
        if (!bytes) return false;
        merkle.block_sizes.push_back(*bytes);
      }
    }
    merkle_.push_back(std::move(merkle));
    return true;
  }

  void check_merkle() {
    if (merkle_.empty()) return;
    if (first_fragment() < boxes_.size()) {
      for (const Merkle& one : merkle_) check_fragments(one);
    } else {
      check_media_data();
    }
  }

  void compare(const Merkle& merkle, std::vector<crypto::WideDigest> leaves) {
    const bool has_all = leaves.size() == merkle.count;
    const auto row = merkle_row(std::move(leaves), merkle.hashes.size(), merkle.algorithm);
    if (!has_all || !row) {
      fail(status::bmff_hash_mismatch, "the media data has another number of pieces");
      return;
    }
    const bool is_match =
        std::ranges::equal(*row, merkle.hashes, [](const auto& actual, const Bytes& expected) {
          return std::ranges::equal(actual.bytes(), expected);
        });
    if (!is_match) fail(status::bmff_hash_mismatch, "the media data is not what was signed");
  }

  // Every mdat has its own tree, by its place among them.
  void check_media_data() {
    std::size_t index = 0;
    std::size_t checked = 0;
    for (const Box& box : boxes_) {
      if (box.type != "mdat") continue;
      const auto found = std::ranges::find(merkle_, index++, &Merkle::local_id);
      if (found == merkle_.end()) {
        if (is_hollow(box)) fail(status::bmff_hash_malformed, "media data without a hash");
        continue;
      }
      ++checked;
      const std::size_t prefix = std::min(mdat_prefix_bytes, box.size_bytes);
      const ByteView data = bound_.file.subspan(box.offset_bytes + prefix, box.size_bytes - prefix);
      const bool is_one_block = !found->fixed_block_size && found->block_sizes.empty();
      const auto ends = is_one_block
                            ? std::make_optional(std::vector<std::size_t>{data.size()})
                            : block_ends(data.size(), found->fixed_block_size, found->block_sizes);
      if (!ends) {
        fail(status::bmff_hash_mismatch, "the media data has another size");
        continue;
      }
      std::vector<crypto::WideDigest> leaves;
      std::size_t begin = 0;
      for (const std::size_t end : *ends) {
        leaves.push_back(crypto::digest(found->algorithm, data.subspan(begin, end - begin)));
        begin = end;
      }
      compare(*found, std::move(leaves));
    }
    if (checked != merkle_.size()) {
      fail(status::bmff_hash_mismatch, "media data that was signed is missing");
    }
  }

  // Whether the flat hash leaves out any of it.
  bool is_hollow(const Box& box) const {
    const auto next = std::ranges::partition_point(
        excluded_, [&](const FileRange& range) { return range.end_bytes() <= box.offset_bytes; });
    return next != excluded_.end() && next->offset_bytes < box.end_bytes();
  }

  // What fragments digest to: what stands before the first moof, and each from one moof to the
  // next. Worked out once an algorithm, however many trees ask for it.
  struct Fragments {
    crypto::WideDigest start;
    std::vector<crypto::WideDigest> leaves;
  };

  const Fragments& fragments(crypto::DigestAlgorithm algorithm) {
    const auto [entry, is_new] = fragments_.try_emplace(algorithm);
    Fragments& made = entry->second;
    if (!is_new) return made;
    std::size_t begin = first_fragment();
    made.start = digest_of(0, begin, algorithm);
    while (begin < boxes_.size()) {
      std::size_t end = begin + 1;
      while (end < boxes_.size() && boxes_[end].type != "moof") ++end;
      made.leaves.push_back(digest_of(begin, end, algorithm));
      begin = end;
    }
    return made;
  }

  void check_fragments(const Merkle& merkle) {
    const Fragments& made = fragments(merkle.algorithm);
    if (!merkle.init_hash) {
      fail(status::bmff_hash_malformed, "the start of the file has no hash");
    } else if (!std::ranges::equal(made.start.bytes(), *merkle.init_hash)) {
      fail(status::bmff_hash_mismatch, "the start of the file is not what was signed");
    }
    compare(merkle, made.leaves);
  }

  const HardBinding& binding_;
  const BoundFile& bound_;
  int version_;
  StatusList& results_;
  std::vector<Box> boxes_;
  std::vector<bool> is_dropped_;     // the whole top-level box is left out
  std::vector<FileRange> excluded_;  // in order, disjoint
  std::vector<Merkle> merkle_;
  std::map<crypto::DigestAlgorithm, Fragments> fragments_;
  bool has_failed_ = false;
};

}  // namespace

void check_bmff_hash(const HardBinding& binding, const BoundFile& bound, int version,
                     StatusList& results) {
  if (bound.store->container != Container::bmff) {
    results.add(status::bmff_hash_mismatch, binding.uri, "the file has no such boxes");
    return;
  }
  BmffCheck(binding, bound, version, results).run();
}

}  // namespace pixiu::provenance::c2pa
