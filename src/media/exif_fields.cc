#include "media/exif_fields.h"

#include "media/tiff/directory.h"
#include "media/utf16.h"
#include "media/whole_numbers.h"

#include <algorithm>
#include <string_view>

namespace pixiu::media {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t text_bytes_max = 64u << 10;
constexpr std::size_t rationals_max = 16;

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
  const auto block = tiff::Block::open(tiff_block);
  if (!block || block->is_big_tiff()) return;  // EXIF knows no BigTIFF
  is_little_ = block->is_little_endian();
  const std::uint64_t second =
      read_directory(*block, ExifDirectory::image, block->first_directory_offset());
  const std::uint32_t exif = pointer(ExifDirectory::image, exif_tag::exif_directory);
  read_directory(*block, ExifDirectory::exif, exif);
  read_directory(*block, ExifDirectory::gps,
                 pointer(ExifDirectory::image, exif_tag::gps_directory));
  read_directory(*block, ExifDirectory::interoperability,
                 pointer(ExifDirectory::exif, exif_tag::interoperability_directory));
  read_directory(*block, ExifDirectory::thumbnail, second);
}

std::uint64_t ExifFields::read_directory(const tiff::Block& block, ExifDirectory directory,
                                         std::uint64_t offset) {
  if (std::find(visited_.begin(), visited_.end(), offset) != visited_.end()) return 0;
  visited_.push_back(offset);
  const std::size_t first_of_directory = fields_.size();
  const tiff::Directory found = block.directory_at(offset);
  for (const tiff::Entry& entry : found.entries) {
    const bool is_there =
        tiff::type_bytes(entry.type) != 0 && (entry.count == 0 || !entry.value.empty());
    if (!is_there) continue;
    const auto begin = fields_.begin() + static_cast<std::ptrdiff_t>(first_of_directory);
    const bool is_repeated = std::any_of(
        begin, fields_.end(), [&](const ExifField& one) { return one.tag == entry.tag; });
    if (!is_repeated) fields_.push_back({directory, entry.tag, entry.type, entry.value});
  }
  return found.next_offset.value_or(0);
}

std::uint32_t ExifFields::number_in(ByteView value) const {
  if (value.size() == 1) return byte_at(value, 0);
  if (value.size() == 2) {
    return is_little_ ? little_endian_16(value, 0) : big_endian_16(value, 0);
  }
  return is_little_ ? little_endian_32(value, 0) : big_endian_32(value, 0);
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
  if (field == nullptr || tiff::type_bytes(field->type) != 1) return std::nullopt;
  const std::string_view all = text_of(field->value).substr(0, text_bytes_max);
  return non_empty(all.substr(0, all.find('\0')));
}

std::optional<std::uint32_t> ExifFields::number(ExifDirectory directory, std::uint16_t tag) const {
  const ExifField* field = find(directory, tag);
  if (field == nullptr) return std::nullopt;
  const std::size_t unit = tiff::type_bytes(field->type);
  const bool is_whole =
      field->type == 1 || field->type == 3 || field->type == 4 || field->type == 13;
  if (!is_whole || field->value.size() < unit) return std::nullopt;
  return number_in(field->value.first(unit));
}

std::vector<Rational> ExifFields::rationals(ExifDirectory directory, std::uint16_t tag) const {
  std::vector<Rational> found;
  const ExifField* field = find(directory, tag);
  if (field == nullptr || field->type != 5) return found;
  const std::size_t count = std::min(field->value.size() / 8, rationals_max);
  for (std::size_t index = 0; index < count; ++index) {
    const ByteView one = field->value.subspan(index * 8, 8);
    found.push_back({number_in(one.first(4)), number_in(one.subspan(4))});
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
