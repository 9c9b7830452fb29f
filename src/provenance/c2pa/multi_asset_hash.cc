#include "provenance/c2pa/multi_asset_hash.h"

#include "media/bmff/boxes.h"

#include <algorithm>
#include <charconv>

namespace pixiu::provenance::c2pa {
namespace {

constexpr std::size_t parts_max = 64;

bool is_multi_asset_hash(std::string_view label) {
  return assertion_name(label) == "c2pa.hash.multi-asset";
}

// Where a part stands: what its hash is over, and what of the file it accounts for.
struct Place {
  FileRange content;
  FileRange covered;
};

// The box at the top of the file that "/mpvd" or "/mpvd[2]" names.
std::optional<Place> place_of_box(std::string_view path, ByteView file) {
  constexpr std::size_t type_bytes = 4;
  if (path.size() < 1 + type_bytes || path[0] != '/') return std::nullopt;
  const std::string_view type = path.substr(1, type_bytes);
  std::string_view index = path.substr(1 + type_bytes);
  int number = 1;
  if (!index.empty()) {
    if (!index.starts_with("[") || !index.ends_with("]")) return std::nullopt;
    index = index.substr(1, index.size() - 2);
    const auto read = std::from_chars(index.data(), index.data() + index.size(), number);
    if (read.ec != std::errc() || read.ptr != index.data() + index.size()) return std::nullopt;
  }
  media::bmff::BoxWalk walk(file);
  while (const auto box = walk.next()) {
    if (box->type != type || --number > 0) continue;
    const ByteView content = media::bmff::content_of(file, *box);
    const auto start = static_cast<std::size_t>(content.data() - file.data());
    return Place{{start, content.size()}, {box->offset_bytes, box->size_bytes}};
  }
  return std::nullopt;
}

class Parts {
 public:
  Parts(const ManifestTree& tree, const ManifestNode& node, const BoundFile& bound,
        std::string_view uri, StatusList& results)
      : tree_(tree), node_(node), bound_(bound), uri_(uri), results_(results) {}

  void check(const CborValue& assertion) {
    const CborValue* parts = assertion.find("parts");
    if (parts == nullptr || !parts->is_array() || parts->items.empty() ||
        parts->items.size() > parts_max) {
      return malformed("it lists no parts");
    }
    bool is_match = true;
    std::size_t reached = 0;
    for (const CborValue& part : parts->items) {
      const auto place = place_of(part);
      if (has_failed_) return;
      if (!place) continue;  // gone, and was optional
      if (place->covered.offset_bytes != reached) {
        return malformed("the parts overlap, or leave something out");
      }
      reached = place->covered.end_bytes();
      is_match &= is_part_unchanged(part, place->content);
      if (has_failed_) return;
    }
    if (reached != bound_.file.size()) return malformed("the parts do not make up the file");
    if (is_match) {
      results_.add(status::multi_asset_hash_match, uri_);
    } else {
      results_.add(status::multi_asset_hash_mismatch, uri_,
                   "a part of the file is not as it was signed");
    }
  }

 private:
  void malformed(std::string_view why) { fail(status::multi_asset_hash_malformed, why); }
  void fail(const StatusCode& code, std::string_view why) {
    has_failed_ = true;
    results_.add(code, uri_, why);
  }

  // Empty when the part is not in the file, which is a failure unless it is optional.
  std::optional<Place> place_of(const CborValue& part) {
    const CborValue* location = part.find("location");
    if (location == nullptr) location = part.find("locator");
    if (location == nullptr) {
      malformed("a part without a place");
      return std::nullopt;
    }
    std::optional<Place> place;
    if (const auto path = location->text_at("bmffBox")) {
      place = place_of_box(*path, bound_.file);
    } else {
      const auto offset = location->size_at("byteOffset");
      const auto size = location->size_at("length");
      if (!offset || !size) {
        malformed("a part without a place");
        return std::nullopt;
      }
      const bool is_inside = *offset <= bound_.file.size() && *size <= bound_.file.size() - *offset;
      if (is_inside) place = Place{{*offset, *size}, {*offset, *size}};
    }
    const CborValue* optional = part.find("optional");
    const bool is_optional =
        optional != nullptr && optional->type == CborType::boolean && optional->number == 1;
    if (!place && !is_optional) {
      fail(status::multi_asset_hash_missing_part, "a part is not in the file");
    }
    return place;
  }

  // The box of a part's hash; null unless the claim vouches for it.
  const JumbfBox* hash_box_of(const CborValue& part, std::string& uri) const {
    const CborValue* stated = part.find("hashAssertion");
    const auto reference = read_hashed_uri(stated);
    const auto text = stated == nullptr ? std::nullopt : stated->as_text();
    if (!reference && !text) return nullptr;
    uri = ManifestTree::absolute(reference ? reference->url : *text, node_);
    const bool is_declared = std::ranges::any_of(
        node_.claim->assertions,
        [&](const HashedUri& one) { return ManifestTree::absolute(one.url, node_) == uri; });
    const JumbfBox* box = is_declared ? resolve(uri, tree_.store(), *node_.box) : nullptr;
    return box != nullptr && assertion_name(box->label).ends_with(".part") ? box : nullptr;
  }

  bool is_part_unchanged(const CborValue& part, FileRange range) {
    std::string uri;
    const JumbfBox* box = hash_box_of(part, uri);
    const auto document = box == nullptr ? std::nullopt : assertion_cbor(*box, uri, results_);
    if (!document) {
      malformed("a part without a hash that the claim names");
      return false;
    }
    const ByteView content = bound_.file.subspan(range.offset_bytes, range.size_bytes);
    EmbeddedStore store;
    store.container = container_of(content);
    for (const FileRange& one : bound_.store->ranges) {
      if (one.offset_bytes < range.offset_bytes || one.end_bytes() > range.end_bytes()) continue;
      store.ranges.push_back({one.offset_bytes - range.offset_bytes, one.size_bytes});
    }
    if (range.offset_bytes == 0) store.merkle_boxes = bound_.store->merkle_boxes;
    const std::vector<FilePart> pieces = parts_of(content, store);
    StatusList found;
    check_hard_binding({&document->root(), box->label, node_.claim->algorithm, uri},
                       {content, &store, &pieces, bound_.is_store_grown}, found);
    for (const ValidationStatus& one : found.all()) {
      if (one.code.kind == StatusKind::informational) {
        results_.add(one.code, one.uri, one.explanation);
      }
    }
    return !found.has_failure();
  }

  const ManifestTree& tree_;
  const ManifestNode& node_;
  const BoundFile& bound_;
  std::string_view uri_;
  StatusList& results_;
  bool has_failed_ = false;
};

}  // namespace

bool has_multi_asset_hash(const ManifestNode& node) {
  return node.claim && std::ranges::any_of(node.claim->assertions, [](const HashedUri& one) {
           return is_multi_asset_hash(last_label_in(one.url));
         });
}

void check_multi_asset_hash(const ManifestTree& tree, const ManifestNode& node,
                            const BoundFile& bound, StatusList& results) {
  const JumbfBox* box = nullptr;
  std::string uri;
  for (const HashedUri& one : node.claim->assertions) {
    if (!is_multi_asset_hash(last_label_in(one.url))) continue;
    if (!uri.empty()) {
      results.add(status::multi_asset_hash_malformed, uri, "there is more than one");
      return;
    }
    uri = ManifestTree::absolute(one.url, node);
    box = resolve(uri, tree.store(), *node.box);
  }
  if (box == nullptr) return;  // told as a missing assertion
  const auto document = assertion_cbor(*box, uri, results);
  if (document) Parts(tree, node, bound, uri, results).check(document->root());
}

}  // namespace pixiu::provenance::c2pa
