#include "provenance/c2pa/bmff_exclusions.h"

#include "media/whole_numbers.h"
#include "provenance/c2pa/limits.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string_view>
#include <utility>

namespace pixiu::provenance::c2pa {
namespace {

using media::bmff::Box;

constexpr std::size_t visits_max = 1'000'000;
constexpr std::size_t found_max = 100'000;
constexpr std::size_t path_parts_max = 16;

// "trak[2]": the second trak of its parent; without an index all of them.
struct PathPart {
  std::string_view type;
  std::size_t index = 0;  // from 1; 0 for all
};

std::optional<std::vector<PathPart>> parse_path(std::string_view path) {
  if (!path.starts_with("/")) return std::nullopt;
  std::vector<PathPart> parts;
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::size_t slash = path.find('/');
    std::string_view text = path.substr(0, slash);
    path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash);
    PathPart part{.type = text.substr(0, 4)};
    text.remove_prefix(std::min<std::size_t>(4, text.size()));
    if (!text.empty()) {
      if (text.size() < 3 || text.front() != '[' || text.back() != ']') return std::nullopt;
      const char* end = text.data() + text.size() - 1;
      const auto [stop, failure] = std::from_chars(text.data() + 1, end, part.index);
      if (failure != std::errc{} || stop != end || part.index == 0) return std::nullopt;
    }
    if (part.type.size() != 4 || parts.size() >= path_parts_max) return std::nullopt;
    parts.push_back(part);
  }
  return parts;
}

// One exclusion map with its conditions.
struct Rule {
  std::vector<PathPart> path;
  std::string plain_path;
  std::optional<std::size_t> length;
  std::optional<std::size_t> version;
  std::optional<std::uint32_t> flags;
  bool must_flags_be_exact = true;
  std::vector<std::pair<std::size_t, ByteView>> data;
  std::vector<FileRange> subsets;  // from the box's start; size 0 reaches to its end
  bool has_subsets = false;
};

// A value that is there and not null.
const CborValue* stated(const CborValue& map, std::string_view key) {
  const CborValue* value = map.find(key);
  return value == nullptr || value->is_null() ? nullptr : value;
}

bool read_number(const CborValue& map, std::string_view key, std::optional<std::size_t>& into) {
  const CborValue* value = stated(map, key);
  if (value == nullptr) return true;
  into = value->as_size();
  return into.has_value();
}

bool read_data(const CborValue& map, Rule& rule) {
  const CborValue* list = stated(map, "data");
  if (list == nullptr) return true;
  if (!list->is_array() || list->items.size() > limits::c2pa_exclusions_max) return false;
  for (const CborValue& item : list->items) {
    std::optional<std::size_t> offset;
    const CborValue* value = item.find("value");
    const auto bytes = value == nullptr ? std::nullopt : value->as_bytes();
    if (!read_number(item, "offset", offset) || !offset || !bytes) return false;
    rule.data.emplace_back(*offset, *bytes);
  }
  return true;
}

bool read_subsets(const CborValue& map, Rule& rule) {
  const CborValue* list = stated(map, "subset");
  if (list == nullptr) return true;
  if (!list->is_array() || list->items.size() > limits::c2pa_exclusions_max) return false;
  rule.has_subsets = true;
  for (const CborValue& item : list->items) {
    std::optional<std::size_t> offset;
    std::optional<std::size_t> length;
    if (!read_number(item, "offset", offset) || !read_number(item, "length", length) || !offset) {
      return false;
    }
    rule.subsets.push_back({*offset, length.value_or(0)});
  }
  return true;
}

std::optional<Rule> read_rule(const CborValue& map) {
  Rule rule;
  const CborValue* xpath = map.find("xpath");
  const auto text = xpath == nullptr ? std::nullopt : xpath->as_text();
  const auto path = text ? parse_path(*text) : std::nullopt;
  if (!path) return std::nullopt;
  rule.path = *path;
  for (const PathPart& part : *path) rule.plain_path += "/" + std::string(part.type);
  if (const CborValue* flags = stated(map, "flags")) {
    const auto bytes = flags->as_bytes();
    if (!bytes || bytes->size() != 3) return std::nullopt;
    rule.flags = (std::uint32_t{media::byte_at(*bytes, 0)} << 16) | media::big_endian_16(*bytes, 1);
  }
  if (const CborValue* exact = stated(map, "exact")) {
    if (exact->type != CborType::boolean) return std::nullopt;
    rule.must_flags_be_exact = exact->number == 1;
  }
  const bool is_read = read_number(map, "length", rule.length) &&
                       read_number(map, "version", rule.version) && read_data(map, rule) &&
                       read_subsets(map, rule);
  return is_read ? std::optional<Rule>(std::move(rule)) : std::nullopt;
}

class Search {
 public:
  explicit Search(ByteView file) : file_(file) {}

  // False when there is too much to visit.
  bool run(const Rule& rule, const std::vector<Box>& boxes) {
    std::size_t count = 0;
    for (top_level_index_ = 0; top_level_index_ < boxes.size(); ++top_level_index_) {
      const Box& box = boxes[top_level_index_];
      if (!visit(rule, box, 0, count)) return false;
    }
    return true;
  }
  std::vector<BoxExclusion> take() && { return std::move(found_); }

 private:
  // Looks at one box for the part of the path at `depth`; at most path_parts_max deep.
  bool visit(const Rule& rule, const Box& box, std::size_t depth, std::size_t& count) {
    if (++visits_ > visits_max || found_.size() > found_max) return false;
    const PathPart& part = rule.path[depth];
    if (box.type != part.type) return true;
    ++count;
    if (part.index != 0 && part.index != count) return true;
    if (depth + 1 == rule.path.size()) {
      exclude(rule, box);
      return true;
    }
    std::size_t child_count = 0;
    media::bmff::BoxWalk walk(file_, media::bmff::children_offset_bytes(file_, box),
                              box.end_bytes());
    while (const auto child = walk.next()) {
      if (!visit(rule, *child, depth + 1, child_count)) return false;
    }
    return true;
  }

  bool fits(const Rule& rule, const Box& box) const {
    const ByteView bytes = file_.subspan(box.offset_bytes, box.size_bytes);
    if (rule.length && *rule.length != box.size_bytes) return false;
    if (rule.version || rule.flags) {
      if (bytes.size() < box.header_bytes + 4) return false;
      const std::uint32_t word = media::big_endian_32(bytes, box.header_bytes);
      const std::uint32_t flags = word & 0xFFFFFF;
      if (rule.version && *rule.version != word >> 24) return false;
      if (rule.flags && rule.must_flags_be_exact && flags != *rule.flags) return false;
      if (rule.flags && (flags & *rule.flags) != *rule.flags) return false;
    }
    return std::ranges::all_of(rule.data, [&](const auto& one) {
      const auto& [offset, value] = one;
      return offset <= bytes.size() && value.size() <= bytes.size() - offset &&
             std::ranges::equal(bytes.subspan(offset, value.size()), value);
    });
  }

  void exclude(const Rule& rule, const Box& box) {
    if (!fits(rule, box)) return;
    if (!rule.has_subsets) {
      found_.push_back(
          {{box.offset_bytes, box.size_bytes}, rule.plain_path, true, top_level_index_});
      return;
    }
    for (const FileRange& subset : rule.subsets) {
      if (subset.offset_bytes >= box.size_bytes) continue;
      const std::size_t there = box.size_bytes - subset.offset_bytes;
      const std::size_t size = subset.size_bytes == 0 ? there : std::min(subset.size_bytes, there);
      found_.push_back({{box.offset_bytes + subset.offset_bytes, size},
                        rule.plain_path,
                        size == box.size_bytes,
                        top_level_index_});
    }
  }

  ByteView file_;
  std::size_t visits_ = 0;
  std::size_t top_level_index_ = 0;
  std::vector<BoxExclusion> found_;
};

}  // namespace

std::optional<std::vector<Box>> top_level_boxes(ByteView file) {
  constexpr std::size_t boxes_max = 100'000;
  std::vector<Box> boxes;
  media::bmff::BoxWalk walk(file);
  while (const auto box = walk.next()) {
    if (boxes.size() >= boxes_max) return std::nullopt;
    boxes.push_back(*box);
  }
  return boxes;
}

std::optional<std::vector<BoxExclusion>> apply_exclusions(const CborValue& assertion, ByteView file,
                                                          const std::vector<Box>& boxes) {
  const CborValue* list = assertion.find("exclusions");
  if (list == nullptr || !list->is_array() || list->items.size() > limits::c2pa_exclusions_max) {
    return std::nullopt;
  }
  Search search(file);
  for (const CborValue& item : list->items) {
    const auto rule = read_rule(item);
    if (!rule || !search.run(*rule, boxes)) return std::nullopt;
  }
  std::vector<BoxExclusion> found = std::move(search).take();
  std::ranges::stable_sort(found, {}, [](const auto& one) { return one.range.offset_bytes; });
  return found;
}

}  // namespace pixiu::provenance::c2pa
