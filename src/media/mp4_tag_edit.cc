#include "media/mp4_tag_edit.h"

#include "media/bmff/boxes.h"
#include "media/decode.h"
#include "media/whole_numbers.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace pixiu::media {
namespace {

using namespace std::string_literals;
using bmff::Box;

constexpr std::size_t boxes_max = 10'000;  // of one parent

std::string big_endian(std::uint64_t value, int bytes) {
  std::string text;
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
    text += static_cast<char>(value >> shift & 0xFF);
  }
  return text;
}

std::uint64_t big_endian_64(ByteView bytes, std::size_t offset) {
  return std::uint64_t{big_endian_32(bytes, offset)} << 32 | big_endian_32(bytes, offset + 4);
}

FileEdit edit_of(std::size_t offset, std::size_t removed_count, std::string_view inserted) {
  const ByteView bytes = bytes_of(inserted);
  return {offset, removed_count, Bytes(bytes.begin(), bytes.end())};
}

std::string box(std::string_view type, const std::string& content) {
  return big_endian(content.size() + 8, 4) + std::string(type) + content;
}

std::string item(std::size_t number, std::string_view value) {
  constexpr int utf8 = 1;  // the type of a data box
  return box(big_endian(number, 4),
             box("data", big_endian(utf8, 4) + big_endian(0, 4) + std::string(value)));
}

std::string key_entry(std::string_view key) {
  return box("mdta", std::string(key));
}

std::string new_meta(std::string_view key, std::string_view value) {
  const std::string handler =
      box("hdlr", big_endian(0, 4) + big_endian(0, 4) + "mdta" + std::string(13, '\0'));
  const std::string keys = box("keys", big_endian(0, 4) + big_endian(1, 4) + key_entry(key));
  return box("meta", big_endian(0, 4) + handler + keys + box("ilst", item(1, value)));
}

// Why a file is left alone; the first reason counts.
struct Refusal {
  std::optional<Error> error;
  void set(ErrorCode code, const char* why) {
    if (!error) error = Error{code, why};
  }
};

class Planner {
 public:
  Planner(ByteView file, std::string_view key, std::string_view value)
      : file_(file), key_(key), value_(value) {}

  Result<FileEdits> plan() {
    const std::optional<Box> movie = find_movie();
    if (movie) plan_movie(*movie);
    if (refusal_.error) return *refusal_.error;
    // What is put in front of a box comes before the box's new size.
    std::sort(edits_.begin(), edits_.end(), [](const FileEdit& a, const FileEdit& b) {
      return std::pair(a.offset_bytes, a.removed_count) <
             std::pair(b.offset_bytes, b.removed_count);
    });
    return std::move(edits_);
  }

 private:
  std::vector<Box> boxes(std::size_t begin, std::size_t end) {
    std::vector<Box> found;
    bmff::BoxWalk walk(file_, begin, end);
    while (const std::optional<Box> one = walk.next()) {
      if (one->is_cut_off) {
        // QuickTime may end user data with four zero bytes.
        if (end - one->offset_bytes == 4) break;
        refusal_.set(ErrorCode::corrupted, "a box of the film runs over the one around it");
        break;
      }
      if (found.size() >= boxes_max) break;
      found.push_back(*one);
    }
    return found;
  }
  std::vector<Box> children(const Box& parent) {
    return boxes(bmff::children_offset_bytes(file_, parent), parent.end_bytes());
  }
  static std::optional<Box> find(const std::vector<Box>& among, std::string_view type) {
    const auto found =
        std::find_if(among.begin(), among.end(), [type](const Box& b) { return b.type == type; });
    if (found == among.end()) return std::nullopt;
    return *found;
  }

  std::optional<Box> find_movie() {
    std::optional<Box> movie;
    for (const Box& one : boxes(0, file_.size())) {
      if (one.type == "moof" || one.type == "sidx" || one.type == "mfra") {
        refusal_.set(ErrorCode::unsupported, "fragmented films are not written to");
      }
      if (one.type == "meta") {
        refusal_.set(ErrorCode::unsupported, "a film with items of its own is not written to");
      }
      if (one.type != "moov") continue;
      if (movie) refusal_.set(ErrorCode::unsupported, "the film has more than one moov box");
      movie = one;
    }
    if (!movie) refusal_.set(ErrorCode::unsupported, "no MP4 or MOV film");
    return movie;
  }

  void plan_movie(const Box& movie) {
    const std::vector<Box> in_movie = children(movie);
    if (find(in_movie, "mvex")) {
      refusal_.set(ErrorCode::unsupported, "fragmented films are not written to");
    }
    around_ = {movie};
    if (const std::optional<Box> user_data = find(in_movie, "udta")) {
      plan_user_data(*user_data);
    } else {
      insert(movie.end_bytes(), box("udta", new_meta(key_, value_)));
    }
    std::int64_t grown = 0;
    for (const FileEdit& edit : edits_) {
      grown += static_cast<std::int64_t>(edit.inserted.size()) -
               static_cast<std::int64_t>(edit.removed_count);
    }
    for (const Box& one : around_) resize(one, grown);
    for (const Box& one : in_movie) {
      if (one.type == "trak") move_samples(one, movie.end_bytes(), grown);
    }
  }

  void plan_user_data(const Box& user_data) {
    around_.push_back(user_data);
    const std::vector<Box> in_user_data = children(user_data);
    for (const Box& one : in_user_data) {
      if (one.type != "meta") continue;
      const std::vector<Box> in_meta = children(one);
      const std::optional<Box> keys = find(in_meta, "keys");
      const std::optional<Box> list = find(in_meta, "ilst");
      if (!keys || !list) continue;
      around_.push_back(one);
      plan_keys(*keys, *list);
      return;
    }
    const std::size_t end = in_user_data.empty() ? bmff::children_offset_bytes(file_, user_data)
                                                 : in_user_data.back().end_bytes();
    insert(end, new_meta(key_, value_));
  }

  void plan_keys(const Box& keys, const Box& list) {
    const std::size_t entries = keys.offset_bytes + keys.header_bytes + 8;
    if (entries > keys.end_bytes()) {
      refusal_.set(ErrorCode::corrupted, "the film's list of keys is cut off");
      return;
    }
    const std::size_t declared = big_endian_32(file_, entries - 4);
    const std::vector<Box> names = boxes(entries, keys.end_bytes());
    if (names.size() != declared) {
      refusal_.set(ErrorCode::corrupted, "the film's list of keys has another length than it says");
      return;
    }
    std::size_t number = 0;
    for (std::size_t index = 0; index < names.size(); ++index) {
      if (text_of(bmff::content_of(file_, names[index])) != key_) continue;
      if (number != 0) refusal_.set(ErrorCode::conflict, "the key is there more than once");
      number = index + 1;
    }
    if (number == 0) {
      number = declared + 1;
      edits_.push_back(edit_of(entries - 4, 4, big_endian(number, 4)));
      insert(keys.end_bytes(), key_entry(key_));
      resize(keys, static_cast<std::int64_t>(key_entry(key_).size()));
    }
    plan_item(list, number);
  }

  void plan_item(const Box& list, std::size_t number) {
    std::optional<Box> old;
    for (const Box& one : children(list)) {
      if (big_endian_32(file_, one.offset_bytes + 4) != number) continue;
      if (old) refusal_.set(ErrorCode::conflict, "the key has more than one value");
      old = one;
    }
    const std::string fresh = item(number, value_);
    const std::size_t at = old ? old->offset_bytes : list.end_bytes();
    const std::size_t removed = old ? old->size_bytes : 0;
    edits_.push_back(edit_of(at, removed, fresh));
    resize(list, static_cast<std::int64_t>(fresh.size()) - static_cast<std::int64_t>(removed));
  }

  void insert(std::size_t at, const std::string& bytes) { edits_.push_back(edit_of(at, 0, bytes)); }

  // A size of 0, "to the file's end", stays right by itself.
  void resize(const Box& one, std::int64_t by) {
    if (by == 0) return;
    const std::uint64_t declared = big_endian_32(file_, one.offset_bytes);
    if (declared == 0) return;
    const std::uint64_t size = one.size_bytes + static_cast<std::uint64_t>(by);
    if (declared == 1) {
      edits_.push_back(edit_of(one.offset_bytes + 8, 8, big_endian(size, 8)));
    } else if (size <= std::numeric_limits<std::uint32_t>::max()) {
      edits_.push_back(edit_of(one.offset_bytes, 4, big_endian(size, 4)));
    } else {
      refusal_.set(ErrorCode::limit_exceeded, "a box would grow over 4 GiB");
    }
  }

  void move_samples(const Box& track, std::size_t movie_end, std::int64_t by) {
    std::optional<Box> inner = track;
    for (const std::string_view type : {"mdia", "minf", "stbl"}) {
      inner = find(children(*inner), type);
      if (!inner) return;
    }
    for (const Box& table : children(*inner)) {
      if (table.type == "saio") {
        refusal_.set(ErrorCode::unsupported, "a film with auxiliary data is not written to");
      }
      if (table.type == "stco") move_table(table, 4, movie_end, by);
      if (table.type == "co64") move_table(table, 8, movie_end, by);
    }
  }

  void move_table(const Box& table, int width, std::size_t movie_end, std::int64_t by) {
    const std::size_t head = table.offset_bytes + table.header_bytes + 8;
    const auto step = static_cast<std::size_t>(width);
    const std::size_t count = head <= table.end_bytes() ? big_endian_32(file_, head - 4) : 0;
    if (head > table.end_bytes() || count > (table.end_bytes() - head) / step) {
      refusal_.set(ErrorCode::corrupted, "a table of sample offsets is cut off");
      return;
    }
    std::string moved;
    bool has_moved = false;
    for (std::size_t index = 0; index < count; ++index) {
      const std::size_t at = head + index * step;
      std::uint64_t offset = width == 4 ? big_endian_32(file_, at) : big_endian_64(file_, at);
      if (offset >= movie_end) {
        offset += static_cast<std::uint64_t>(by);
        has_moved = true;
      }
      if (width == 4 && offset > std::numeric_limits<std::uint32_t>::max()) {
        refusal_.set(ErrorCode::limit_exceeded, "a sample would lie beyond 4 GiB");
        return;
      }
      moved += big_endian(offset, width);
    }
    if (has_moved) edits_.push_back(edit_of(head, moved.size(), moved));
  }

  ByteView file_;
  std::string_view key_;
  std::string_view value_;
  std::vector<Box> around_;  // boxes that grow by all that is inserted
  FileEdits edits_;
  Refusal refusal_;
};

}  // namespace

Result<FileEdits> plan_mp4_tag(ByteView file, std::string_view key, std::string_view value) {
  if (!is_film(format_of(file)) || !bmff::is_bmff(file)) {
    return Error{ErrorCode::unsupported, "no MP4 or MOV film"};
  }
  return Planner(file, key, value).plan();
}

}  // namespace pixiu::media
