#include "media/mp4_tags.h"

#include "base/limits.h"
#include "media/bmff/boxes.h"
#include "media/whole_numbers.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace pixiu::media {
namespace {

using namespace std::string_view_literals;
using Place = Mp4Tag::Place;

constexpr std::size_t tags_max = 1000;
constexpr std::size_t boxes_max = 10'000;  // of one parent
constexpr std::string_view xmp_uuid =
    "\xBE\x7A\xCF\xCB\x97\xA9\x42\xE8\x9C\x71\x99\x94\x91\xE3\xAF\xAC"sv;

struct Box {
  std::string_view type;
  ByteView content;
};

// The boxes beside each other in one stretch of bytes, up to the first that is cut off.
class BoxWalk {
 public:
  explicit BoxWalk(ByteView bytes) : bytes_(bytes), walk_(bytes) {}

  std::optional<Box> next() {
    const std::optional<bmff::Box> box = walk_.next();
    if (!box || box->is_cut_off || count_++ >= boxes_max) return std::nullopt;
    return Box{box->type, bmff::content_of(bytes_, *box)};
  }

 private:
  ByteView bytes_;
  bmff::BoxWalk walk_;
  std::size_t count_ = 0;
};

std::optional<ByteView> child(ByteView parent, std::string_view type) {
  BoxWalk walk(parent);
  while (const std::optional<Box> box = walk.next()) {
    if (box->type == type) return box->content;
  }
  return std::nullopt;
}

class Tags {
 public:
  void add(Place place, std::string_view key, ByteView value) {
    if (value.empty() || value.size() > limits::metadata_bytes_max - byte_count_) return;
    if (tags_.size() >= tags_max) return;
    byte_count_ += value.size();
    tags_.push_back({place, std::string(key), Bytes(value.begin(), value.end())});
  }
  std::vector<Mp4Tag> take() && { return std::move(tags_); }

 private:
  std::vector<Mp4Tag> tags_;
  std::size_t byte_count_ = 0;
};

// keys: version and flags, count, then size, namespace and name of each.
std::vector<std::string_view> names_of(ByteView keys) {
  std::vector<std::string_view> names;
  if (keys.size() < 8) return names;
  const std::size_t count = std::min<std::size_t>(big_endian_32(keys, 4), tags_max);
  ByteView rest = keys.subspan(8);
  for (std::size_t index = 0; index < count && rest.size() >= 8; ++index) {
    const std::size_t size = big_endian_32(rest, 0);
    if (size < 8 || size > rest.size()) break;
    names.push_back(text_of(rest.subspan(8, size - 8)));
    rest = rest.subspan(size);
  }
  return names;
}

// What the item of a keyless list is called: its type, or the name box of a free-form one.
std::string_view name_of_item(const Box& item) {
  if (item.type != "----") return item.type;
  const std::optional<ByteView> name = child(item.content, "name");
  return name && name->size() > 4 ? text_of(name->subspan(4)) : ""sv;
}

void read_item_list(ByteView list, const std::vector<std::string_view>& names, Place place,
                    Tags& tags) {
  constexpr std::size_t type_and_locale_bytes = 8;
  BoxWalk items(list);
  while (const std::optional<Box> item = items.next()) {
    const std::size_t number = big_endian_32(std::as_bytes(std::span(item->type)), 0);
    const bool has_name = number >= 1 && number <= names.size();
    BoxWalk values(item->content);
    while (const std::optional<Box> value = values.next()) {
      if (value->type != "data" || value->content.size() <= type_and_locale_bytes) continue;
      tags.add(has_name ? place : Place::item_list,
               has_name ? names[number - 1] : name_of_item(*item),
               value->content.subspan(type_and_locale_bytes));
    }
  }
}

// ISO writes version and flags in front of the boxes, QuickTime does not.
void read_meta(ByteView meta, Place place, Tags& tags) {
  if (meta.size() >= 8 && text_of(meta.subspan(4, 4)) != "hdlr") meta = meta.subspan(4);
  std::vector<std::string_view> names;
  if (const std::optional<ByteView> keys = child(meta, "keys")) names = names_of(*keys);
  BoxWalk walk(meta);
  while (const std::optional<Box> box = walk.next()) {
    if (box->type == "ilst") read_item_list(box->content, names, place, tags);
  }
}

void read_user_data(ByteView user_data, Tags& tags) {
  BoxWalk walk(user_data);
  while (const std::optional<Box> box = walk.next()) {
    if (box->type == "meta") {
      read_meta(box->content, Place::user_data_keys, tags);
    } else if (box->type == "XMP_") {
      tags.add(Place::xmp, {}, box->content);
    } else {
      tags.add(Place::user_data, box->type, box->content);
    }
  }
}

void read_movie(ByteView movie, Tags& tags) {
  BoxWalk walk(movie);
  while (const std::optional<Box> box = walk.next()) {
    if (box->type == "meta") read_meta(box->content, Place::movie_keys, tags);
    if (box->type == "udta") read_user_data(box->content, tags);
  }
}

}  // namespace

bool is_iso_media(ByteView file) {
  constexpr std::array<std::string_view, 6> first = {"ftyp", "moov", "mdat",
                                                     "wide", "free", "skip"};
  if (file.size() < 8) return false;
  return std::find(first.begin(), first.end(), text_of(file.subspan(4, 4))) != first.end();
}

std::vector<Mp4Tag> read_mp4_tags(ByteView file) {
  Tags tags;
  if (!is_iso_media(file)) return {};
  BoxWalk walk(file);
  while (const std::optional<Box> box = walk.next()) {
    if (box->type == "moov") read_movie(box->content, tags);
    if (box->type == "uuid" && has_signature(box->content, 0, xmp_uuid)) {
      tags.add(Place::xmp, {}, box->content.subspan(xmp_uuid.size()));
    }
  }
  return std::move(tags).take();
}

}  // namespace pixiu::media
