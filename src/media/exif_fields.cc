#include "media/exif_fields.h"

#include "media/utf16.h"
#include "media/whole_numbers.h"

#include <algorithm>
#include <string_view>

namespace pixiu::media {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t entries_max = 1000;
constexpr std::size_t entry_bytes = 12;
constexpr std::size_t text_bytes_max = 64u << 10;
constexpr std::size_t rationals_max = 16;

// Bytes of one value of a type; 0 for unknown types.
std::size_t unit_of(std::uint16_t type) {
  constexpr std::size_t units[] = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};
  return type < std::size(units) ? units[type] : 0;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n\0"sv;
  const std::size_t start = text.find_first_not_of(blanks);
  if (start == std::string_view::npos) return {};
  return text.substr(start, text.find_last_not_of(blanks) - start + 1);
}

std::optional<std::string> non_empty(std::string_view text) {
  const std::string_view kept = trimmed(text);
  if (kept.empty()) return std::nullopt;
  return std::string(kept);
}

}  // namespace

ExifFields::ExifFields(ByteView tiff_block) : block_(tiff_block) {
  is_little_ = has_signature(block_, 0, "II*\0"sv);
  if (!is_little_ && !has_signature(block_, 0, "MM\0*"sv)) return;
  std::uint32_t second = 0;
  read_directory(ExifDirectory::image, number_at(4, 4), &second);
  const std::uint32_t exif = pointer(ExifDirectory::image, exif_tag::exif_directory);
  read_directory(ExifDirectory::exif, exif, nullptr);
  read_directory(ExifDirectory::gps, pointer(ExifDirectory::image, exif_tag::gps_directory),
                 nullptr);
  read_directory(ExifDirectory::interoperability,
                 pointer(ExifDirectory::exif, exif_tag::interoperability_directory), nullptr);
  read_directory(ExifDirectory::thumbnail, second, nullptr);
}

std::uint32_t ExifFields::number_at(std::size_t offset, std::size_t size) const {
  if (offset > block_.size() || block_.size() - offset < size) return 0;
  if (size == 1) return byte_at(block_, offset);
  if (size == 2) {
    return is_little_ ? little_endian_16(block_, offset) : big_endian_16(block_, offset);
  }
  return is_little_ ? little_endian_32(block_, offset) : big_endian_32(block_, offset);
}

void ExifFields::read_directory(ExifDirectory directory, std::uint32_t offset,
                                std::uint32_t* next) {
  if (offset < 8 || std::find(visited_.begin(), visited_.end(), offset) != visited_.end()) return;
  visited_.push_back(offset);
  const std::size_t stated = number_at(offset, 2);
  const std::size_t count = std::min(stated, entries_max);
  const std::size_t first_of_directory = fields_.size();
  for (std::size_t index = 0; index < count; ++index) {
    const std::size_t entry = offset + 2 + index * entry_bytes;
    if (entry > block_.size() || block_.size() - entry < entry_bytes) return;
    ExifField field{directory, static_cast<std::uint16_t>(number_at(entry, 2)),
                    static_cast<std::uint16_t>(number_at(entry + 2, 2)), ByteView()};
    const std::size_t unit = unit_of(field.type);
    const std::size_t value_count = number_at(entry + 4, 4);
    if (unit == 0 || value_count > block_.size() / unit) continue;
    const std::size_t size = value_count * unit;
    const std::size_t place = size <= 4 ? entry + 8 : number_at(entry + 8, 4);
    if (place > block_.size() || size > block_.size() - place) continue;
    field.value = block_.subspan(place, size);
    const auto begin = fields_.begin() + static_cast<std::ptrdiff_t>(first_of_directory);
    const bool is_repeated = std::any_of(
        begin, fields_.end(), [&](const ExifField& one) { return one.tag == field.tag; });
    if (!is_repeated) fields_.push_back(field);
  }
  if (next != nullptr && stated <= entries_max) {
    *next = number_at(offset + 2 + count * entry_bytes, 4);
  }
}

std::uint32_t ExifFields::pointer(ExifDirectory directory, std::uint16_t tag) const {
  return number(directory, tag).value_or(0);
}

const ExifField* ExifFields::find(ExifDirectory directory, std::uint16_t tag) const {
  const auto found = std::find_if(fields_.begin(), fields_.end(), [&](const ExifField& field) {
    return field.directory == directory && field.tag == tag;
  });
  return found == fields_.end() ? nullptr : &*found;
}

std::optional<std::string> ExifFields::text(ExifDirectory directory, std::uint16_t tag) const {
  const ExifField* field = find(directory, tag);
  if (field == nullptr || unit_of(field->type) != 1) return std::nullopt;
  const std::string_view all = text_of(field->value).substr(0, text_bytes_max);
  return non_empty(all.substr(0, all.find('\0')));
}

std::optional<std::uint32_t> ExifFields::number(ExifDirectory directory, std::uint16_t tag) const {
  const ExifField* field = find(directory, tag);
  if (field == nullptr) return std::nullopt;
  const std::size_t unit = unit_of(field->type);
  const bool is_whole =
      field->type == 1 || field->type == 3 || field->type == 4 || field->type == 13;
  if (!is_whole || field->value.size() < unit) return std::nullopt;
  const auto offset = static_cast<std::size_t>(field->value.data() - block_.data());
  return number_at(offset, unit);
}

std::vector<Rational> ExifFields::rationals(ExifDirectory directory, std::uint16_t tag) const {
  std::vector<Rational> found;
  const ExifField* field = find(directory, tag);
  if (field == nullptr || field->type != 5) return found;
  const auto start = static_cast<std::size_t>(field->value.data() - block_.data());
  const std::size_t count = std::min(field->value.size() / 8, rationals_max);
  for (std::size_t index = 0; index < count; ++index) {
    const std::size_t offset = start + index * 8;
    found.push_back({number_at(offset, 4), number_at(offset + 4, 4)});
  }
  return found;
}

std::optional<std::string> ExifFields::user_comment() const {
  constexpr std::size_t code_bytes = 8;
  const ExifField* field = find(ExifDirectory::exif, exif_tag::user_comment);
  if (field == nullptr || field->value.size() <= code_bytes) return std::nullopt;
  const ByteView body =
      field->value.subspan(code_bytes, std::min(field->value.size() - code_bytes, text_bytes_max));
  if (has_signature(field->value, 0, "UNICODE\0"sv)) {
    return non_empty(utf8_from_utf16(body, is_little_));
  }
  return non_empty(text_of(body));
}

}  // namespace pixiu::media
