#include "provenance/c2pa/hard_binding.h"
#include "provenance/c2pa/limits.h"

#include <algorithm>

// The general box hash (C2PA 2.1, 18.7): a hash for each run of the file's boxes, by their names.
namespace pixiu::provenance::c2pa {
namespace {

struct BoxRun {
  std::vector<std::string_view> names;
  std::optional<Bytes> hash;
  bool is_excluded = false;
};

std::optional<std::vector<BoxRun>> runs_of(const CborValue& assertion) {
  constexpr std::size_t names_max = 300'000;
  const CborValue* list = assertion.find("boxes");
  if (list == nullptr || !list->is_array() || list->items.empty()) return std::nullopt;
  std::vector<BoxRun> runs;
  std::size_t name_count = 0;
  for (const CborValue& item : list->items) {
    BoxRun run;
    const CborValue* names = item.find("names");
    if (names == nullptr || !names->is_array() || names->items.empty()) return std::nullopt;
    for (const CborValue& name : names->items) {
      const auto text = name.as_text();
      if (!text || ++name_count > names_max) return std::nullopt;
      run.names.push_back(*text);
    }
    run.hash = hash_bytes(item.find("hash"));
    const CborValue* excluded = item.find("excluded");
    run.is_excluded =
        excluded != nullptr && excluded->type == CborType::boolean && excluded->number == 1;
    if (!run.hash && !run.is_excluded) return std::nullopt;
    runs.push_back(std::move(run));
  }
  return runs;
}

class Comparison {
 public:
  Comparison(const HardBinding& binding, const BoundFile& bound, StatusList& results)
      : binding_(binding), bound_(bound), results_(results), part_(bound.parts->begin()) {}

  // One run against the parts it names; false when the names do not lead on.
  bool take(const BoxRun& run, crypto::DigestAlgorithm algorithm) {
    if (run.names.size() == 1 && run.names[0] == "C2PA") return take_store();
    const auto first = skip_unnamed();
    bool has_picture = false;
    std::size_t end = 0;
    for (const std::string_view name : run.names) {
      if (part_ == bound_.parts->end() || part_->name != name ||
          part_->kind == PartKind::manifest) {
        fail(status::boxes_hash_mismatch, "the file's boxes are not those that were signed");
        return false;
      }
      has_picture |= part_->kind == PartKind::picture;
      end = part_->range.end_bytes();
      ++part_;
    }
    if (run.is_excluded) {
      has_metadata_left_out_ = true;
      if (has_picture) {
        fail(status::boxes_hash_malformed, "a box the picture is drawn from is left out");
      }
      return true;
    }
    const std::size_t start = first->range.offset_bytes;
    const auto actual = crypto::digest(algorithm, bound_.file.subspan(start, end - start));
    if (!std::ranges::equal(actual.bytes(), *run.hash)) {
      fail(status::boxes_hash_mismatch,
           "the box " + std::string(run.names[0]) + " is not as it was signed");
    }
    return true;
  }

  void finish() {
    skip_unnamed();
    for (; part_ != bound_.parts->end(); ++part_) {
      if (part_->kind == PartKind::metadata && part_->name.empty()) {
        has_metadata_left_out_ = true;
      } else {
        fail(status::boxes_hash_unknown_box, "the file holds a box that was not signed");
        break;
      }
    }
    if (has_metadata_left_out_) {
      results_.add(status::additional_exclusions, binding_.uri, "metadata is left out");
    }
    if (!has_failed_) results_.add(status::boxes_hash_match, binding_.uri);
  }

 private:
  void fail(const StatusCode& code, std::string_view why) {
    has_failed_ = true;
    results_.add(code, binding_.uri, why);
  }
  bool take_store() {
    skip_unnamed();
    if (part_ == bound_.parts->end() || part_->kind != PartKind::manifest) {
      fail(status::boxes_hash_mismatch, "the manifest store stands elsewhere");
      return false;
    }
    ++part_;
    return true;
  }
  // Bytes between the boxes have no name, so that nothing can have signed them.
  std::vector<FilePart>::const_iterator skip_unnamed() {
    while (part_ != bound_.parts->end() && part_->name.empty()) {
      if (part_->kind == PartKind::picture) {
        fail(status::boxes_hash_unknown_box, "bytes between the boxes were not signed");
      } else {
        has_metadata_left_out_ = true;
      }
      ++part_;
    }
    return part_;
  }

  const HardBinding& binding_;
  const BoundFile& bound_;
  StatusList& results_;
  std::vector<FilePart>::const_iterator part_;
  bool has_failed_ = false;
  bool has_metadata_left_out_ = false;
};

}  // namespace

void check_boxes_hash(const HardBinding& binding, const BoundFile& bound, StatusList& results) {
  const auto runs = runs_of(*binding.assertion);
  const Container container = bound.store->container;
  const bool has_names = container == Container::jpeg || container == Container::png ||
                         container == Container::gif || container == Container::riff;
  if (!runs || !has_names) {
    results.add(status::boxes_hash_malformed, binding.uri, "its list of boxes makes no sense");
    return;
  }
  const CborValue* list = binding.assertion->find("boxes");
  Comparison comparison(binding, bound, results);
  for (std::size_t i = 0; i < runs->size(); ++i) {
    const std::string_view enclosing =
        binding.assertion->text_at("alg").value_or(binding.algorithm_name);
    const auto algorithm = hash_algorithm(list->items[i], enclosing);
    if (!algorithm) {
      results.add(status::algorithm_unsupported, binding.uri);
      return;
    }
    if (!comparison.take((*runs)[i], *algorithm)) return;
  }
  comparison.finish();
}

}  // namespace pixiu::provenance::c2pa
