#include "provenance/c2pa/hard_binding.h"

#include "provenance/c2pa/limits.h"

#include <algorithm>

namespace pixiu::provenance::c2pa {
namespace {

std::string_view without_instance(std::string_view label) {
  return label.substr(0, label.find("__"));
}

// The stretches to be left out; empty when they make no sense.
std::optional<std::vector<FileRange>> exclusions_of(const CborValue& assertion) {
  const CborValue* list = assertion.find("exclusions");
  std::vector<FileRange> ranges;
  if (list == nullptr || list->is_null()) return ranges;
  if (!list->is_array() || list->items.size() > limits::c2pa_exclusions_max) return std::nullopt;
  for (const CborValue& one : list->items) {
    constexpr std::size_t bytes_max = std::size_t{1} << 62;
    const std::size_t offset = one.size_at("start").value_or(bytes_max);
    const std::size_t size = one.size_at("length").value_or(bytes_max);
    if (offset >= bytes_max || size >= bytes_max) return std::nullopt;
    ranges.push_back({offset, size});
  }
  std::ranges::sort(ranges, {}, &FileRange::offset_bytes);
  for (std::size_t i = 1; i < ranges.size(); ++i) {
    if (ranges[i].offset_bytes < ranges[i - 1].end_bytes()) return std::nullopt;
  }
  return ranges;
}

// An update manifest makes the store longer than the exclusion that was signed before.
void let_grow(std::vector<FileRange>& exclusions, const EmbeddedStore& store) {
  if (store.ranges.empty()) return;
  for (FileRange& range : exclusions) {
    if (range.offset_bytes != store.ranges.front().offset_bytes) continue;
    range.size_bytes = store.ranges.back().end_bytes() - range.offset_bytes;
  }
}

crypto::WideDigest digest_without(ByteView file, const std::vector<FileRange>& exclusions,
                                  crypto::DigestAlgorithm algorithm) {
  crypto::DigestStream stream(algorithm);
  std::size_t offset = 0;
  for (const FileRange& range : exclusions) {
    stream.update(file.subspan(offset, range.offset_bytes - offset));
    offset = range.end_bytes();
  }
  stream.update(file.subspan(offset));
  return stream.finish_wide();
}

// A relative path without steps to where it stands or upwards.
bool is_plain_path(std::string_view path) {
  if (path.empty() || path.starts_with("/") || path.find("://") != std::string_view::npos) {
    return false;
  }
  while (!path.empty()) {
    const std::size_t slash = path.find_first_of("/\\");
    const std::string_view step = path.substr(0, slash);
    if (step == "." || step == "..") return false;
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
  }
  return true;
}

}  // namespace

std::optional<crypto::DigestAlgorithm> hash_algorithm(std::string_view name) {
  const auto algorithm = crypto::digest_algorithm_by_name(name);
  if (algorithm == crypto::DigestAlgorithm::sm3) return std::nullopt;
  return algorithm;
}

std::optional<crypto::DigestAlgorithm> hash_algorithm(const CborValue& map,
                                                      std::string_view enclosing_name) {
  const CborValue* own = map.find("alg");
  if (own == nullptr || own->is_null()) return hash_algorithm(enclosing_name);
  const auto name = own->as_text();
  return name ? hash_algorithm(*name) : std::nullopt;
}

std::optional<Bytes> hash_bytes(const CborValue* value) {
  constexpr std::size_t bytes_max = 64;
  if (value == nullptr) return std::nullopt;
  if (const auto bytes = value->as_bytes()) return Bytes(bytes->begin(), bytes->end());
  if (!value->is_array() || value->items.size() > bytes_max) return std::nullopt;
  Bytes bytes;
  for (const CborValue& item : value->items) {
    const auto number = item.as_size();
    if (!number || *number > 255) return std::nullopt;
    bytes.push_back(static_cast<std::byte>(*number));
  }
  return bytes;
}

bool is_hard_binding(std::string_view label) {
  const std::string_view name = without_instance(label);
  return name == "c2pa.hash.data" || name == "c2pa.hash.boxes" || name == "c2pa.hash.bmff" ||
         name == "c2pa.hash.bmff.v2" || name == "c2pa.hash.bmff.v3" ||
         name == "c2pa.hash.collection.data";
}

void check_hard_binding(const HardBinding& binding, const BoundFile& bound, StatusList& results) {
  constexpr std::string_view of_part = ".part";
  std::string_view name = without_instance(binding.label);
  if (name.ends_with(of_part)) name.remove_suffix(of_part.size());
  if (name == "c2pa.hash.data") {
    check_data_hash(binding, bound, results);
  } else if (name == "c2pa.hash.boxes") {
    check_boxes_hash(binding, bound, results);
  } else if (name.starts_with("c2pa.hash.bmff")) {
    const int version = name.ends_with(".v3") ? 3 : name.ends_with(".v2") ? 2 : 1;
    check_bmff_hash(binding, bound, version, results);
  } else if (name == "c2pa.hash.collection.data") {
    check_collection_hash(binding, results);
  } else {
    results.add(status::general_error, binding.uri, "this kind of hard binding is not examined");
  }
}

void check_collection_hash(const HardBinding& binding, StatusList& results) {
  const CborValue* list = binding.assertion->find("uris");
  if (list == nullptr || !list->is_array() || list->items.empty() ||
      !binding.assertion->text_at("alg")) {
    results.add(status::collection_hash_malformed, binding.uri, "it lists no files, or no digest");
    return;
  }
  if (!hash_algorithm(*binding.assertion, binding.algorithm_name)) {
    results.add(status::algorithm_unsupported, binding.uri);
  }
  for (const CborValue& one : list->items) {
    const auto uri = one.text_at("uri");
    if (!uri || !hash_bytes(one.find("hash"))) {
      results.add(status::collection_hash_malformed, binding.uri, "a file without name or hash");
      return;
    }
    if (!is_plain_path(*uri)) {
      results.add(status::collection_hash_invalid_uri, binding.uri,
                  "a file's name leads out of the collection");
      return;
    }
  }
  results.add(status::collection_hash_incorrect_file_count, binding.uri,
              "the manifest is about a collection of files, and none of them is in this file");
}

void check_data_hash(const HardBinding& binding, const BoundFile& bound, StatusList& results) {
  const auto algorithm = hash_algorithm(*binding.assertion, binding.algorithm_name);
  if (!algorithm) {
    results.add(status::algorithm_unsupported, binding.uri);
    return;
  }
  const auto expected = hash_bytes(binding.assertion->find("hash"));
  auto exclusions = exclusions_of(*binding.assertion);
  if (!expected || !exclusions) {
    results.add(status::data_hash_malformed, binding.uri, "hash or exclusions make no sense");
    return;
  }
  if (bound.is_store_grown) let_grow(*exclusions, *bound.store);
  if (!exclusions->empty() && exclusions->back().end_bytes() > bound.file.size()) {
    results.add(status::data_hash_mismatch, binding.uri, "an exclusion reaches beyond the file");
    return;
  }
  bool is_picture_left_out = false;
  bool is_metadata_left_out = exclusions->size() > 1;
  for (const FileRange& range : *exclusions) {
    is_picture_left_out |= touches(*bound.parts, range, PartKind::picture);
    is_metadata_left_out |= touches(*bound.parts, range, PartKind::metadata);
  }
  if (is_picture_left_out) {
    results.add(status::data_hash_malformed, binding.uri,
                "an exclusion leaves out what the picture is drawn from");
  }
  if (is_metadata_left_out) {
    results.add(status::additional_exclusions, binding.uri,
                "more than the manifest store is left out of the hash");
  }
  const crypto::WideDigest actual = digest_without(bound.file, *exclusions, *algorithm);
  const bool is_match = std::ranges::equal(actual.bytes(), *expected);
  if (is_match && !is_picture_left_out) {
    results.add(status::data_hash_match, binding.uri);
  } else if (!is_match) {
    results.add(status::data_hash_mismatch, binding.uri, "the file's bytes are not those signed");
  }
}

}  // namespace pixiu::provenance::c2pa
