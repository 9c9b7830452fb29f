#include "media/capture_metadata.h"

#include "media/decode.h"
#include "media/whole_numbers.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace pixiu::media {
namespace {

using namespace std::string_view_literals;
using std::chrono::local_days;
using std::chrono::milliseconds;

// `count` digits from `offset` on.
std::optional<int> digits_at(std::string_view text, std::size_t offset, std::size_t count) {
  if (text.size() < offset + count) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(offset, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::optional<std::chrono::minutes> parse_offset(std::string_view text) {
  if (text == "Z") return std::chrono::minutes{0};
  if (text.size() < 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
  const auto hours = digits_at(text, 1, 2);
  const auto minutes = digits_at(text, 4, 2);
  if (!hours || !minutes || *hours > 18 || *minutes > 59) return std::nullopt;
  const std::chrono::minutes size{*hours * 60 + *minutes};
  return text[0] == '-' ? -size : size;
}

// The first three digits as milliseconds.
milliseconds parse_sub_second(std::string_view text) {
  int value = 0;
  std::size_t count = 0;
  while (count < 3 && count < text.size() && text[count] >= '0' && text[count] <= '9') {
    value = value * 10 + (text[count++] - '0');
  }
  for (; count > 0 && count < 3; ++count) value *= 10;
  return milliseconds{value};
}

bool says_nothing(std::string_view time) {
  return time.find_first_of("123456789") == std::string_view::npos;
}

struct TimeTags {
  ExifDirectory directory;
  std::uint16_t time;
  std::uint16_t sub_second;
  std::uint16_t offset;
};

std::optional<ExifTime> read_time(const ExifFields& fields, const TimeTags& tags, bool& is_unset) {
  const ExifField* field = fields.find(tags.directory, tags.time);
  if (field == nullptr || !field->is_text()) return std::nullopt;
  const auto text = fields.text(tags.directory, tags.time);
  if (!text || says_nothing(*text)) {
    is_unset = true;
    return std::nullopt;
  }
  return parse_exif_time(*text, fields.text(ExifDirectory::exif, tags.sub_second).value_or(""),
                         fields.text(ExifDirectory::exif, tags.offset).value_or(""));
}

std::string vendor_of(ByteView note) {
  struct Signature {
    std::string_view bytes;
    std::string_view vendor;
  };
  // How each maker's notes begin (ExifTool, MakerNotes.pm; checked where we have such pictures).
  // Canon and some others write a bare directory.
  static constexpr Signature signatures[] = {
      {"Apple iOS\0"sv, "Apple"},
      {"AOC\0"sv, "Pentax"},
      {"PENTAX \0"sv, "Pentax"},
      {"Nikon\0"sv, "Nikon"},
      {"OLYMP\0"sv, "Olympus"},
      {"OLYMPUS\0"sv, "Olympus"},
      {"OM SYSTEM\0"sv, "Olympus"},
      {"FUJIFILM"sv, "Fujifilm"},
      {"Panasonic\0"sv, "Panasonic"},
      {"SONY "sv, "Sony"},
      {"SIGMA\0"sv, "Sigma"},
      {"FOVEON\0"sv, "Sigma"},
      {"Ricoh"sv, "Ricoh"},
      {"RICOH"sv, "Ricoh"},
      {"SANYO\0"sv, "Sanyo"},
      {"EPSON\0"sv, "Epson"},
      {"AGFA "sv, "Agfa"},
      {"LEICA"sv, "Leica"},
      {"QVC\0"sv, "Casio"},
      {"KDK"sv, "Kodak"},
      {"MINOL"sv, "Minolta"},
      {"KYOCERA"sv, "Kyocera"},
      {"HUAWEI"sv, "Huawei"},
      {"XIAOMI"sv, "Xiaomi"},
      {"DJI"sv, "DJI"},
      {"GE\0\0"sv, "GE"},
      {"Reconyx"sv, "Reconyx"},
      {"MMMM"sv, "Minolta"},
      {"MOTO"sv, "Motorola"},
      {"VIVO"sv, "vivo"},
  };
  for (const Signature& one : signatures) {
    if (has_signature(note, 0, one.bytes)) return std::string(one.vendor);
  }
  return {};
}

std::string signature_of(ByteView note) {
  constexpr std::size_t chars_max = 12;
  constexpr std::size_t chars_min = 3;
  std::string text;
  for (const char c : text_of(note.first(std::min(note.size(), chars_max)))) {
    if (c < ' ' || c > '~') break;
    text += c;
  }
  while (text.ends_with(' ')) text.pop_back();
  return text.size() < chars_min ? std::string() : text;
}

// Degrees of three rationals; absent when one cannot be divided.
std::optional<double> degrees_of(const std::vector<Rational>& parts) {
  if (parts.empty() || parts.size() > 3) return std::nullopt;
  double degrees = 0;
  double unit = 1;
  for (const Rational& part : parts) {
    if (part.denominator == 0) return std::nullopt;
    degrees += unit * part.numerator / part.denominator;
    unit /= 60;
  }
  return degrees;
}

int side_of(std::optional<std::uint32_t> stated) {
  return stated && *stated < 1'000'000 ? static_cast<int>(*stated) : 0;
}

ByteView thumbnail_of(ByteView block, const ExifFields& fields) {
  const std::size_t offset =
      fields.number(ExifDirectory::thumbnail, exif_tag::thumbnail_offset).value_or(0);
  const std::size_t size =
      fields.number(ExifDirectory::thumbnail, exif_tag::thumbnail_size).value_or(0);
  if (offset == 0 || offset > block.size() || size > block.size() - offset) return {};
  return block.subspan(offset, size);
}

}  // namespace

std::optional<ExifTime> parse_exif_time(std::string_view text, std::string_view sub_second,
                                        std::string_view offset) {
  constexpr std::string_view date_separators = ":-/.";
  if (text.size() < 19 || date_separators.find(text[4]) == std::string_view::npos ||
      date_separators.find(text[7]) == std::string_view::npos || text[13] != ':' ||
      text[16] != ':' || (text[10] != ' ' && text[10] != 'T')) {
    return std::nullopt;
  }
  const auto year = digits_at(text, 0, 4);
  const auto month = digits_at(text, 5, 2);
  const auto day = digits_at(text, 8, 2);
  const auto hour = digits_at(text, 11, 2);
  const auto minute = digits_at(text, 14, 2);
  const auto second = digits_at(text, 17, 2);
  if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  ExifTime time;
  time.written = local_days{date} + std::chrono::hours{*hour} + std::chrono::minutes{*minute} +
                 std::chrono::seconds{*second} + parse_sub_second(sub_second);
  time.utc_offset = parse_offset(offset);
  return time;
}

ByteView exif_block_of(ByteView file, const std::vector<MetadataBlock>& blocks) {
  if (format_of(file) == Format::tiff) return file;
  for (const MetadataBlock& block : blocks) {
    if (block.kind == MetadataBlock::Kind::exif) return block.bytes;
  }
  return {};
}

CaptureMetadata read_capture_metadata(ByteView file, const std::vector<MetadataBlock>& blocks) {
  CaptureMetadata found;
  const ByteView block = exif_block_of(file, blocks);
  const ExifFields fields(block);
  found.has_exif = !fields.all().empty();
  if (!found.has_exif) return found;
  using enum ExifDirectory;
  found.captured = read_time(fields,
                             {exif, exif_tag::date_time_original, exif_tag::sub_second_original,
                              exif_tag::offset_time_original},
                             found.has_unset_time);
  found.digitised = read_time(fields,
                              {exif, exif_tag::date_time_digitized, exif_tag::sub_second_digitized,
                               exif_tag::offset_time_digitized},
                              found.has_unset_time);
  found.modified =
      read_time(fields, {image, exif_tag::date_time, exif_tag::sub_second, exif_tag::offset_time},
                found.has_unset_time);
  const auto text = [&fields](ExifDirectory directory, std::uint16_t tag) {
    return fields.text(directory, tag).value_or("");
  };
  found.make = text(image, exif_tag::make);
  found.model = text(image, exif_tag::model);
  found.software = text(image, exif_tag::software);
  found.host_computer = text(image, exif_tag::host_computer);
  found.lens_make = text(exif, exif_tag::lens_make);
  found.lens_model = text(exif, exif_tag::lens_model);
  found.user_comment = fields.user_comment().value_or("");
  found.stated_size = {side_of(fields.number(exif, exif_tag::pixel_width)),
                       side_of(fields.number(exif, exif_tag::pixel_height))};
  if (const auto turned = fields.number(image, 0x0112)) {
    found.orientation = static_cast<int>(*turned & 0xFFFF);
  }
  found.has_location = read_location(fields).has_value();
  if (const ExifField* note = fields.find(exif, exif_tag::maker_note)) {
    found.maker_note_bytes = note->value.size();
    found.maker_note_signature = signature_of(note->value);
    found.maker_note_vendor = vendor_of(note->value);
  }
  found.thumbnail = thumbnail_of(block, fields);
  return found;
}

std::optional<Location> read_location(const ExifFields& fields) {
  using enum ExifDirectory;
  const auto latitude = degrees_of(fields.rationals(gps, exif_tag::gps_latitude));
  const auto longitude = degrees_of(fields.rationals(gps, exif_tag::gps_longitude));
  if (!latitude || !longitude || *latitude > 90 || *longitude > 180) return std::nullopt;
  const bool is_south = fields.text(gps, exif_tag::gps_latitude_reference) == "S";
  const bool is_west = fields.text(gps, exif_tag::gps_longitude_reference) == "W";
  return Location{is_south ? -*latitude : *latitude, is_west ? -*longitude : *longitude};
}

}  // namespace pixiu::media
