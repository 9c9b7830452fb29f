#include "provenance/c2pa/boxes_hash.h"

#include <algorithm>

// The general box hash (C2PA 2.3, 11.7): a hash for each run of the file's boxes, by their names.
namespace pixiu::provenance::c2pa {
namespace {

class Comparison {
 public:
  Comparison(const HardBinding& binding, const BoundFile& bound, StatusList& results)
      : binding_(binding), bound_(bound), results_(results), part_(bound.parts->begin()) {}

  // One run against the parts it names; false when the names do not lead on.
  bool take(const BoxRun& run) {
    if (run.is_store()) return take_store();
    if (run.names.size() == 1 && run.names[0] == "c2pa.after") return take_rest(run);
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
    compare(run, bound_.file.subspan(start, end - start));
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
  void compare(const BoxRun& run, ByteView bytes) {
    const auto actual = crypto::digest(*run.algorithm, bytes);
    if (std::ranges::equal(actual.bytes(), *run.hash)) return;
    fail(status::boxes_hash_mismatch,
         "the box " + std::string(run.names[0]) + " is not as it was signed");
  }
  // What follows the last box, of files that hold further parts.
  bool take_rest(const BoxRun& run) {
    const std::size_t start =
        part_ == bound_.parts->end() ? bound_.file.size() : part_->range.offset_bytes;
    const bool has_manifest = std::any_of(part_, bound_.parts->end(), [](const FilePart& part) {
      return part.kind == PartKind::manifest;
    });
    if (has_manifest || run.is_excluded) {
      fail(status::boxes_hash_malformed, "what follows the boxes cannot be left out");
      return false;
    }
    compare(run, bound_.file.subspan(start));
    part_ = bound_.parts->end();
    return true;
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

// The names of one run; false when they make no sense.
bool read_names(const CborValue& item, std::size_t& name_count, BoxRun& run) {
  constexpr std::size_t names_max = 300'000;
  const CborValue* names = item.find("names");
  if (names == nullptr || !names->is_array() || names->items.empty()) return false;
  for (const CborValue& name : names->items) {
    const auto text = name.as_text();
    if (!text || ++name_count > names_max) return false;
    run.names.push_back(*text);
  }
  return true;
}

}  // namespace

std::optional<std::vector<BoxRun>> box_runs_of(const HardBinding& binding) {
  const CborValue* list = binding.assertion->find("boxes");
  if (list == nullptr || !list->is_array() || list->items.empty()) return std::nullopt;
  const std::string_view enclosing =
      binding.assertion->text_at("alg").value_or(binding.algorithm_name);
  std::vector<BoxRun> runs;
  std::size_t name_count = 0;
  for (const CborValue& item : list->items) {
    BoxRun run;
    if (!read_names(item, name_count, run)) return std::nullopt;
    run.hash = hash_bytes(item.find("hash"));
    run.algorithm = hash_algorithm(item, enclosing);
    const CborValue* excluded = item.find("excluded");
    run.is_excluded =
        excluded != nullptr && excluded->type == CborType::boolean && excluded->number == 1;
    if (!run.hash && !run.is_excluded) return std::nullopt;
    runs.push_back(std::move(run));
  }
  return runs;
}

void check_boxes_hash(const HardBinding& binding, const BoundFile& bound, StatusList& results) {
  const auto runs = box_runs_of(binding);
  const Container container = bound.store->container;
  const bool has_names = container == Container::jpeg || container == Container::png ||
                         container == Container::gif || container == Container::riff ||
                         container == Container::tiff;
  if (!runs || !has_names) {
    results.add(status::boxes_hash_malformed, binding.uri, "its list of boxes makes no sense");
    return;
  }
  for (const BoxRun& run : *runs) {
    if (run.algorithm) continue;
    results.add(status::algorithm_unsupported, binding.uri);
    return;
  }
  if (container == Container::tiff) {
    check_tiff_boxes(*runs, binding, bound, results);
    return;
  }
  Comparison comparison(binding, bound, results);
  for (const BoxRun& run : *runs) {
    if (!comparison.take(run)) return;
  }
  comparison.finish();
}

}  // namespace pixiu::provenance::c2pa
