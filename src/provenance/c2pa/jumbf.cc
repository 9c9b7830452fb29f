#include "provenance/c2pa/jumbf.h"

#include "provenance/c2pa/limits.h"
#include "provenance/c2pa/utf8.h"

#include <algorithm>
#include <cstdint>

namespace pixiu::provenance::c2pa {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t type_bytes = 16;
constexpr std::string_view iso_type_tail = "\x00\x11\x00\x10\x80\x00\x00\xAA\x00\x38\x9B\x71"sv;
constexpr std::string_view embedded_file_type =
    "\x40\xCB\x0C\x32\xBB\x8A\x48\x9D\xA7\x0B\x2A\xD6\xF4\x7F\x43\x69"sv;
constexpr std::uint8_t has_label = 0x02;

std::uint64_t number(ByteView bytes, std::size_t offset, std::size_t count) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    value = (value << 8) | std::to_integer<std::uint64_t>(bytes[offset + i]);
  }
  return value;
}

bool is_label(std::string_view label) {
  return label.size() <= limits::c2pa_label_bytes_max && is_utf8(label) &&
         std::ranges::all_of(label, [](char c) {
           const auto code = static_cast<unsigned char>(c);
           return code >= 0x20 && code != 0x7F && "/;?#"sv.find(c) == std::string_view::npos;
         });
}

class Parser {
 public:
  explicit Parser(std::size_t& boxes_left) : boxes_left_(boxes_left) {}

  // Takes one box off the front of `rest`.
  Result<JumbfBox> box(ByteView& rest, int depth) {
    if (depth > limits::c2pa_box_nesting_max || boxes_left_ == 0) {
      return Error{ErrorCode::limit_exceeded, "JUMBF with too many or too deep boxes"};
    }
    --boxes_left_;
    if (rest.size() < 8) return broken("a box of less than 8 bytes");
    std::uint64_t size = number(rest, 0, 4);
    std::size_t header = 8;
    if (size == 1 && rest.size() >= 16) {
      size = number(rest, 8, 8);
      header = 16;
    } else if (size == 0) {
      size = rest.size();
    }
    if (size < header || size > rest.size()) return broken("a box that does not fit its place");
    JumbfBox found;
    found.type = text_of(rest.subspan(4, 4));
    found.content = rest.subspan(header, static_cast<std::size_t>(size) - header);
    rest = rest.subspan(static_cast<std::size_t>(size));
    if (found.is_superbox()) {
      if (Status read = superbox(found, depth); !read) return read.error();
    }
    return found;
  }

 private:
  static Error broken(std::string_view what) {
    return {ErrorCode::corrupted, "JUMBF: " + std::string(what)};
  }

  Status superbox(JumbfBox& into, int depth) {
    ByteView rest = into.content;
    const Result<JumbfBox> description = box(rest, depth + 1);
    if (!description) return description.error();
    if (description->type != "jumd") return broken("a superbox without a description");
    if (Status read = describe(description->content, into); !read) return read;
    while (!rest.empty()) {
      Result<JumbfBox> child = box(rest, depth + 1);
      if (!child) return child.error();
      into.children.push_back(std::move(*child));
    }
    return {};
  }

  // type, toggles, label up to a NUL; then id, digest and private box, which C2PA has no use for
  // beyond being hashed.
  static Status describe(ByteView content, JumbfBox& into) {
    if (content.size() < type_bytes + 1) return broken("a description that is too short");
    const std::string_view type = text_of(content.first(type_bytes));
    into.is_embedded_file = type == embedded_file_type;
    if (type.substr(4) == iso_type_tail) into.kind = type.substr(0, 4);
    const auto toggles = std::to_integer<std::uint8_t>(content[type_bytes]);
    if ((toggles & has_label) == 0) return {};
    const std::string_view rest = text_of(content.subspan(type_bytes + 1));
    const std::size_t end = rest.find('\0');
    if (end == std::string_view::npos) return broken("a label without an end");
    if (!is_label(rest.substr(0, end))) return broken("a label that may not be one");
    into.label = rest.substr(0, end);
    return {};
  }

  std::size_t& boxes_left_;
};

constexpr std::string_view uri_scheme = "self#jumbf=";
constexpr std::string_view store_label = "c2pa";

// Cuts the part before the next slash off the path.
std::string_view take_part(std::string_view& path) {
  const std::size_t slash = path.find('/');
  const std::string_view part = path.substr(0, slash);
  path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
  return part;
}

}  // namespace

const JumbfBox* JumbfBox::child_labelled(std::string_view wanted) const {
  for (const JumbfBox& child : children) {
    if (child.is_superbox() && child.label == wanted) return &child;
  }
  return nullptr;
}

const JumbfBox* JumbfBox::child_of_type(std::string_view wanted) const {
  for (const JumbfBox& child : children) {
    if (child.type == wanted) return &child;
  }
  return nullptr;
}

Result<JumbfBox> parse_jumbf(ByteView bytes) {
  std::size_t boxes_left = limits::c2pa_boxes_max;
  return parse_jumbf(bytes, boxes_left);
}

Result<JumbfBox> parse_jumbf(ByteView bytes, std::size_t& boxes_left) {
  if (bytes.size() > limits::c2pa_store_bytes_max) {
    return Error{ErrorCode::limit_exceeded, "a manifest store that is too large"};
  }
  ByteView rest = bytes;
  Result<JumbfBox> box = Parser(boxes_left).box(rest, 0);
  if (!box) return box;
  if (!box->is_superbox()) return Error{ErrorCode::corrupted, "JUMBF: not a superbox"};
  if (!rest.empty()) return Error{ErrorCode::corrupted, "JUMBF: bytes behind the superbox"};
  return box;
}

const JumbfBox* resolve(std::string_view uri, const JumbfBox& store, const JumbfBox& manifest) {
  if (!uri.starts_with(uri_scheme)) return nullptr;
  std::string_view path = uri.substr(uri_scheme.size());
  const JumbfBox* box = &manifest;
  if (path.starts_with("/")) {
    path.remove_prefix(1);
    if (take_part(path) != store_label) return nullptr;
    box = &store;
  }
  while (box != nullptr && !path.empty()) box = box->child_labelled(take_part(path));
  return box;
}

std::string_view manifest_label_in(std::string_view uri) {
  const std::string_view start = "self#jumbf=/c2pa/";
  if (!uri.starts_with(start)) return {};
  std::string_view path = uri.substr(start.size());
  return take_part(path);
}

std::string_view last_label_in(std::string_view uri) {
  const std::size_t slash = uri.find_last_of("/=");
  return slash == std::string_view::npos ? uri : uri.substr(slash + 1);
}

}  // namespace pixiu::provenance::c2pa
