#include "provenance/traces/field.h"

#include "base/check.h"
#include "media/capture_metadata.h"
#include "media/decode.h"
#include "media/exif_fields.h"
#include "media/jpeg/segments.h"
#include "media/mp4_tags.h"
#include "media/photoshop_resources.h"
#include "media/png/alpha_bits.h"
#include "media/trailer.h"
#include "media/utf16.h"
#include "media/whole_numbers.h"
#include "media/xmp.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace pixiu::provenance {
namespace {

using media::ExifDirectory;
using media::MetadataBlock;

constexpr std::size_t value_bytes_max = 1u << 20;

class Collection {
 public:
  void add(FileField field) {
    if (fields_.size() >= file_fields_max) return;
    if (field.value.size() > value_bytes_max) field.value.resize(value_bytes_max);
    fields_.push_back(std::move(field));
  }
  std::vector<FileField> take() && { return std::move(fields_); }

 private:
  std::vector<FileField> fields_;
};

void collect_xmp(const std::vector<MetadataBlock>& blocks, Collection& found) {
  for (const std::string& packet : media::xmp_packets(blocks)) {
    for (media::XmpProperty& property : media::read_xmp(packet)) {
      found.add({Carrier::xmp, std::move(property.namespace_uri), std::move(property.local_name),
                 std::move(property.value), "XMP " + property.path});
    }
  }
}

void collect_exif(ByteView block, Collection& found) {
  struct NamedTag {
    ExifDirectory directory;
    std::uint16_t tag;
    const char* name;
  };
  using enum ExifDirectory;
  static constexpr NamedTag texts[] = {
      {image, media::exif_tag::image_description, "ImageDescription"},
      {image, media::exif_tag::make, "Make"},
      {image, media::exif_tag::model, "Model"},
      {image, media::exif_tag::software, "Software"},
      {image, media::exif_tag::artist, "Artist"},
      {image, media::exif_tag::host_computer, "HostComputer"},
      {image, media::exif_tag::copyright, "Copyright"},
      {exif, 0xA420, "ImageUniqueID"},
      {exif, 0xA436, "ImageTitle"},
      {exif, 0xA43A, "ImageEditingSoftware"},
      {exif, 0xA43B, "MetadataEditingSoftware"},
  };
  static constexpr NamedTag wide_texts[] = {
      {image, 0x9C9B, "XPTitle"},
      {image, 0x9C9C, "XPComment"},
      {image, 0x9C9E, "XPKeywords"},
  };
  const media::ExifFields fields(block);
  const auto add = [&found](const char* name, std::string value) {
    found.add({Carrier::exif, "", name, std::move(value), std::string("EXIF ") + name});
  };
  for (const NamedTag& one : texts) {
    if (auto value = fields.text(one.directory, one.tag)) add(one.name, *std::move(value));
  }
  for (const NamedTag& one : wide_texts) {
    const media::ExifField* field = fields.find(one.directory, one.tag);
    if (field == nullptr) continue;
    const ByteView bytes = field->value.first(std::min(field->value.size(), value_bytes_max));
    std::string text = media::utf8_from_utf16(bytes, true);
    add(one.name, text.substr(0, text.find('\0')));
  }
  if (auto comment = fields.user_comment()) add("UserComment", *std::move(comment));
}

void collect_iptc(ByteView payload, Collection& found) {
  struct NamedDataset {
    std::uint8_t dataset;
    const char* name;
  };
  // Of record 2 (IIM 4.2, section 6).
  static constexpr NamedDataset names[] = {{40, "SpecialInstructions"},
                                           {65, "OriginatingProgram"},
                                           {80, "By-line"},
                                           {110, "Credit"},
                                           {115, "Source"},
                                           {116, "CopyrightNotice"},
                                           {120, "Caption"}};
  for (const media::PhotoshopResource& resource : media::read_photoshop_resources(payload)) {
    if (resource.id != 0x0404) continue;
    for (const media::IptcDataset& one : media::read_iptc(resource.data)) {
      const auto name = std::find_if(std::begin(names), std::end(names), [&](const auto& known) {
        return one.record == 2 && known.dataset == one.dataset;
      });
      if (name == std::end(names)) continue;
      found.add({Carrier::iptc, "", name->name, one.value, std::string("IPTC ") + name->name});
    }
  }
}

// What a segment calls itself: its first bytes up to a NUL, or up to the first that is no letter,
// digit, blank, point or hyphen.
std::string segment_name(std::string_view payload) {
  constexpr std::size_t name_bytes_max = 32;
  std::size_t size = 0;
  while (size < payload.size() && size < name_bytes_max) {
    const char c = payload[size];
    const bool is_name = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                         (c >= '0' && c <= '9') || c == '_' || c == ' ' || c == '.' || c == '-';
    if (!is_name) break;
    ++size;
  }
  return std::string(payload.substr(0, size));
}

void collect_block(const MetadataBlock& block, Collection& found) {
  const std::string_view text = text_of(block.bytes);
  switch (block.kind) {
    case MetadataBlock::Kind::xmp: return;  // together, because one may span several blocks
    case MetadataBlock::Kind::exif: return collect_exif(block.bytes, found);
    case MetadataBlock::Kind::text:
      found.add(
          {Carrier::png_text, "", block.keyword, std::string(text), "PNG text " + block.keyword});
      return;
    case MetadataBlock::Kind::segment:
      const std::string name = segment_name(text);
      if (name == "Photoshop 3.0") collect_iptc(block.bytes, found);
      // A segment that is JSON has no name; its text is its value.
      found.add({Carrier::segment, "", name, std::string(name.empty() ? text : ""),
                 "JPEG segment " + name});
      return;
  }
}

void collect_comments(ByteView file, Collection& found) {
  constexpr std::uint8_t comment_marker = 0xFE;
  media::jpeg::SegmentWalk walk(file);
  while (const std::optional<media::jpeg::Segment> segment = walk.next()) {
    if (segment->marker == media::jpeg::marker::sos) break;
    if (segment->marker == media::jpeg::marker::eoi) break;
    if (segment->marker != comment_marker) continue;
    const std::string_view text = text_of(segment->payload);
    found.add(
        {Carrier::comment, "", "", std::string(text.substr(0, text.find('\0'))), "JPEG comment"});
  }
}

void collect_trailer(ByteView file, Collection& found) {
  for (media::SamsungTrailerEntry& entry :
       media::read_samsung_trailer(media::trailing_bytes(file))) {
    const ByteView data = entry.data.first(std::min(entry.data.size(), value_bytes_max));
    const std::string place = "Samsung trailer " + entry.name;
    found.add({Carrier::trailer, "", std::move(entry.name), std::string(text_of(data)), place});
  }
}

// A text of letters and underscores that the alpha channel spells, as "stealth_pnginfo".
void collect_alpha_bits(ByteView file, Collection& found) {
  constexpr std::size_t text_bytes = 15;
  const std::string text = media::png::alpha_low_bits(file, text_bytes);
  const bool is_text = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || c == '_';
  });
  if (is_text) found.add({Carrier::alpha_bits, "", text, text, "PNG alpha bits"});
}

void collect_mp4(ByteView file, Collection& found) {
  for (const media::Mp4Tag& tag : media::read_mp4_tags(file)) {
    if (tag.place == media::Mp4Tag::Place::xmp) {
      for (media::XmpProperty& property : media::read_xmp(text_of(tag.value))) {
        found.add({Carrier::xmp, std::move(property.namespace_uri), std::move(property.local_name),
                   std::move(property.value), "XMP " + property.path});
      }
      continue;
    }
    found.add(
        {Carrier::mp4_tag, "", tag.key, std::string(text_of(tag.value)), "MP4 tag " + tag.key});
  }
}

}  // namespace

std::string_view carrier_name(Carrier carrier) {
  switch (carrier) {
    case Carrier::xmp: return "xmp";
    case Carrier::exif: return "exif";
    case Carrier::iptc: return "iptc";
    case Carrier::png_text: return "png_text";
    case Carrier::segment: return "segment";
    case Carrier::comment: return "comment";
    case Carrier::trailer: return "trailer";
    case Carrier::alpha_bits: return "alpha_bits";
    case Carrier::mp4_tag: return "mp4_tag";
  }
  PIXIU_CHECK(false);
}

std::vector<FileField> read_fields(ByteView file, const std::vector<MetadataBlock>& blocks) {
  Collection found;
  collect_xmp(blocks, found);
  for (const MetadataBlock& block : blocks) collect_block(block, found);
  const media::Format format = media::format_of(file);
  if (format == media::Format::tiff) collect_exif(file, found);
  if (format == media::Format::jpeg) collect_comments(file, found);
  if (media::is_film(format)) collect_mp4(file, found);
  if (format == media::Format::png) collect_alpha_bits(file, found);
  collect_trailer(file, found);
  return std::move(found).take();
}

}  // namespace pixiu::provenance
