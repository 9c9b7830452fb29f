#pragma once

#include "base/bytes.h"
#include "media/exif_fields.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

// EXIF blocks for tests. Test code only.
namespace pixiu::media::test {

struct ExifEntry {
  ExifDirectory directory = ExifDirectory::image;
  std::uint16_t tag = 0;
  std::uint16_t type = 2;
  std::string value;  // the bytes, in the block's order; a multiple of the type's size
};

namespace detail {

class BlockWriter {
 public:
  explicit BlockWriter(bool is_little) : is_little_(is_little) {
    out_ = is_little ? std::string("II*\0", 4) : std::string("MM\0*", 4);
    number(8, 4);
  }

  void number(std::uint32_t value, int bytes) { out_ += number_text(value, bytes); }
  std::string number_text(std::uint32_t value, int bytes) const {
    std::string text;
    for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i));
    if (!is_little_) std::reverse(text.begin(), text.end());
    return text;
  }

  // One directory at the end of what there is; the values behind it.
  void directory(std::vector<ExifEntry> entries, bool has_next) {
    std::stable_sort(entries.begin(), entries.end(),
                     [](const ExifEntry& a, const ExifEntry& b) { return a.tag < b.tag; });
    constexpr std::uint32_t units[] = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};
    std::size_t values = out_.size() + 2 + entries.size() * 12 + 4;
    std::string behind;
    number(static_cast<std::uint32_t>(entries.size()), 2);
    for (ExifEntry& entry : entries) {
      number(entry.tag, 2);
      number(entry.type, 2);
      number(static_cast<std::uint32_t>(entry.value.size()) / units[entry.type], 4);
      if (entry.value.size() <= 4) {
        entry.value.resize(4);
        out_ += entry.value;
      } else {
        number(static_cast<std::uint32_t>(values + behind.size()), 4);
        behind += entry.value + (entry.value.size() % 2 == 1 ? std::string(1, '\0') : "");
      }
    }
    const std::size_t next = values + behind.size();
    number(has_next ? static_cast<std::uint32_t>(next) : 0, 4);
    out_ += behind;
  }
  static std::size_t directory_bytes(const std::vector<ExifEntry>& entries) {
    std::size_t size = 2 + entries.size() * 12 + 4;
    for (const ExifEntry& entry : entries) {
      if (entry.value.size() > 4) size += (entry.value.size() + 1) & ~std::size_t{1};
    }
    return size;
  }

  void text(std::string_view bytes) { out_ += bytes; }
  std::size_t size() const { return out_.size(); }
  Bytes take() const {
    const ByteView view = bytes_of(out_);
    return {view.begin(), view.end()};
  }

 private:
  bool is_little_;
  std::string out_;
};

}  // namespace detail

// A text entry with its NUL.
inline ExifEntry exif_text(ExifDirectory directory, std::uint16_t tag, const std::string& text) {
  return {directory, tag, 2, text + std::string(1, '\0')};
}

// A block with these entries; pointers to the EXIF and GPS directories are added as needed.
inline Bytes exif_block_with(const std::vector<ExifEntry>& entries, bool is_little_endian = true,
                             ByteView thumbnail = {}) {
  using detail::BlockWriter;
  BlockWriter out(is_little_endian);
  std::map<ExifDirectory, std::vector<ExifEntry>> by;
  for (const ExifEntry& entry : entries) by[entry.directory].push_back(entry);
  std::vector<ExifEntry>& image = by[ExifDirectory::image];
  const bool has_exif = by.contains(ExifDirectory::exif);
  const bool has_gps = by.contains(ExifDirectory::gps);
  const std::string place(4, '\0');
  if (has_exif) image.push_back({ExifDirectory::image, exif_tag::exif_directory, 4, place});
  if (has_gps) image.push_back({ExifDirectory::image, exif_tag::gps_directory, 4, place});
  // IFD1 follows IFD0 so that the next-pointer is simply "behind the values".
  std::vector<ExifEntry> second;
  if (!thumbnail.empty()) {
    second.push_back({ExifDirectory::thumbnail, exif_tag::thumbnail_offset, 4, place});
    second.push_back({ExifDirectory::thumbnail, exif_tag::thumbnail_size, 4,
                      out.number_text(static_cast<std::uint32_t>(thumbnail.size()), 4)});
  }
  std::size_t next = 8 + BlockWriter::directory_bytes(image);
  if (!second.empty()) {
    const std::size_t size = BlockWriter::directory_bytes(second);
    second[0].value = out.number_text(static_cast<std::uint32_t>(next + size), 4);
    next += size + ((thumbnail.size() + 1) & ~std::size_t{1});
  }
  for (ExifEntry& entry : image) {
    if (entry.value != place) continue;
    if (entry.tag == exif_tag::exif_directory) {
      entry.value = out.number_text(static_cast<std::uint32_t>(next), 4);
      next += BlockWriter::directory_bytes(by[ExifDirectory::exif]);
    } else if (entry.tag == exif_tag::gps_directory) {
      entry.value = out.number_text(static_cast<std::uint32_t>(next), 4);
    }
  }
  out.directory(image, !second.empty());
  if (!second.empty()) {
    out.directory(second, false);
    out.text(text_of(thumbnail));
    if (thumbnail.size() % 2 == 1) out.text(std::string(1, '\0'));
  }
  if (has_exif) out.directory(by[ExifDirectory::exif], false);
  if (has_gps) out.directory(by[ExifDirectory::gps], false);
  return out.take();
}

}  // namespace pixiu::media::test
