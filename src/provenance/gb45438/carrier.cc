#include "provenance/gb45438/carrier.h"

#include "base/limits.h"
#include "media/decode.h"
#include "media/id3/frames.h"
#include "media/metadata_blocks.h"
#include "media/mp4_tags.h"
#include "media/whole_numbers.h"
#include "media/xml_scan.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace pixiu::provenance::gb45438 {
namespace {

using namespace std::string_view_literals;
using media::Format;
using media::MetadataBlock;

constexpr std::string_view label_uri = "http://www.tc260.org.cn/ns/AIGC/1.0/";
constexpr std::string_view name = "AIGC";
constexpr std::string_view extended_xmp_signature = "http://ns.adobe.com/xmp/extension/\0"sv;

bool names_it(std::string_view text) {
  return text.find(name) != std::string_view::npos;
}

class Texts {
 public:
  void add(CarriedText text) {
    if (texts_.size() < carried_texts_max) texts_.push_back(std::move(text));
  }
  std::vector<CarriedText> take() && { return std::move(texts_); }

 private:
  std::vector<CarriedText> texts_;
};

bool begins_as_object(std::string_view text) {
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  return start != std::string_view::npos && text[start] == '{';
}

// --- XMP ---

void read_xmp(std::string_view packet, std::string_view place, bool is_guided_place, Texts& found) {
  if (!names_it(packet)) return;
  const auto properties = media::xml_properties(packet, name, carried_texts_max);
  if (properties.empty()) return;
  const bool is_ill_formed = !media::is_well_formed_xml(packet.substr(0, packet.find('\0')));
  for (const media::XmlProperty& property : properties) {
    const bool is_in_namespace = property.namespace_uri == label_uri;
    CarriedText text{.carrier = Carrier::xmp, .place = std::string(place), .text = property.value};
    // A property of another namespace is a label only when it reads as one.
    text.is_surely_meant = is_in_namespace;
    if (!is_in_namespace) text.violations.push_back({Rule::xmp_namespace, ""});
    if (is_ill_formed) text.violations.push_back({Rule::xmp_ill_formed, ""});
    if (!is_guided_place) text.violations.push_back({Rule::carrier, ""});
    found.add(std::move(text));
  }
}

// Extended XMP: what does not fit a segment, in pieces behind a digest, the full length and the
// piece's offset. Source: Adobe XMP Specification part 3, 1.1.3.1
class ExtendedXmp {
 public:
  void add(ByteView segment) {
    constexpr std::size_t digest_bytes = 32;
    const ByteView content = segment.subspan(extended_xmp_signature.size());
    if (content.size() < digest_bytes + 8) return;
    const std::string digest(text_of(content.first(digest_bytes)));
    const std::size_t length = media::big_endian_32(content, digest_bytes);
    const std::size_t offset = media::big_endian_32(content, digest_bytes + 4);
    const std::string_view piece = text_of(content.subspan(digest_bytes + 8));
    if (length > limits::metadata_bytes_max || offset > length || piece.size() > length - offset) {
      return;
    }
    if (packets_.size() >= packets_max && !packets_.contains(digest)) return;
    std::string& packet = packets_[digest];
    if (packet.size() < offset + piece.size()) packet.resize(offset + piece.size(), ' ');
    packet.replace(offset, piece.size(), piece);
  }
  void read(Texts& found) const {
    for (const auto& [digest, packet] : packets_) read_xmp(packet, "APP1 (extended)", true, found);
  }

 private:
  static constexpr std::size_t packets_max = 2;
  std::map<std::string, std::string> packets_;
};

// --- EXIF ---

// A comment's or a description's JSON, when it is a label's or a vendor's: both name themselves
// inside.
void read_exif_text(Carrier carrier, std::string_view place, std::string_view text,
                    std::vector<Violation> violations, Texts& found) {
  if (!begins_as_object(text)) return;
  found.add({.carrier = carrier,
             .place = std::string(place),
             .text = std::string(text),
             .is_surely_meant = false,
             .is_to_be_wrapped = true,
             .violations = std::move(violations)});
}

void read_exif(ByteView block, std::string_view place, Format format, Texts& found) {
  constexpr std::uint16_t tag_user_comment = 0x9286;
  constexpr std::uint16_t tag_description = 0x010E;
  constexpr std::size_t code_bytes = 8;
  Bytes comment = media::exif_field(block, tag_user_comment, true);
  if (comment.size() > code_bytes) {
    std::vector<Violation> violations;
    const bool is_ascii = media::has_signature(comment, 0, "ASCII\0\0\0"sv);
    const bool has_code = is_ascii || media::has_signature(comment, 0, "UNICODE\0"sv) ||
                          media::has_signature(comment, 0, "\0\0\0\0\0\0\0\0"sv);
    if (!is_ascii) violations.push_back({Rule::comment_code, ""});
    if (format != Format::jpeg && format != Format::webp) {
      violations.push_back({Rule::carrier, ""});
    }
    if (has_code) comment.erase(comment.begin(), comment.begin() + code_bytes);
    std::erase(comment, std::byte{0});  // UTF-16: a label itself is ASCII
    read_exif_text(Carrier::exif_user_comment, place, text_of(comment), std::move(violations),
                   found);
  }
  Bytes description = media::exif_field(block, tag_description, false);
  std::erase(description, std::byte{0});
  read_exif_text(Carrier::exif_description, place, text_of(description), {{Rule::carrier, ""}},
                 found);
}

// --- PNG texts, JPEG segments ---

void read_png_text(const MetadataBlock& block, Texts& found) {
  if (!names_it(block.keyword)) return;
  CarriedText text{.carrier = Carrier::png_text,
                   .place = std::string(block.place),
                   .text = std::string(text_of(block.bytes)),
                   .is_surely_meant = block.keyword == name,
                   .may_be_wrapped = true};
  if (block.place != "tEXt") text.violations.push_back({Rule::carrier, ""});
  found.add(std::move(text));
}

// The object that begins at `start`, told by its brackets outside of quotes.
std::string_view object_at(std::string_view text, std::size_t start) {
  int depth = 0;
  bool is_quoted = false;
  for (std::size_t at = start; at < text.size(); ++at) {
    const char c = text[at];
    if (is_quoted && c == '\\') {
      ++at;
    } else if (c == '"') {
      is_quoted = !is_quoted;
    } else if (!is_quoted && c == '{') {
      ++depth;
    } else if (!is_quoted && c == '}' && --depth == 0) {
      return text.substr(start, at - start + 1);
    }
  }
  return text.substr(start);
}

// AIGC{...} or {"AIGC":{...}} in a segment that is nobody else's. JUMBF (APP11) is C2PA's, which
// may quote a label; Photoshop's and profiles' are binary.
void read_segment(const MetadataBlock& block, Texts& found) {
  const std::string_view content = text_of(block.bytes);
  const bool is_foreign = content.starts_with("JP") || content.starts_with("Photoshop 3.0") ||
                          content.starts_with("ICC_PROFILE") || content.starts_with("MPF");
  if (is_foreign || !names_it(content)) return;
  for (const std::string_view opening : {"AIGC{"sv, "{\"AIGC\""sv}) {
    const std::size_t start = content.find(opening);
    if (start == std::string_view::npos) continue;
    found.add({.carrier = Carrier::jpeg_segment,
               .place = std::string(block.place),
               .text = std::string(object_at(content, content.find('{', start))),
               .is_surely_meant = false,
               .may_be_wrapped = true,
               .violations = {{Rule::carrier, ""}}});
    return;
  }
}

// --- files ---

// The XMP chunk is there; VP8X must say so (bit 2 of its flags).
bool announces_xmp(ByteView webp) {
  constexpr std::size_t flags_at = 20;
  return media::has_signature(webp, 12, "VP8X") && webp.size() > flags_at &&
         (media::byte_at(webp, flags_at) & 0x04) != 0;
}

void read_still(ByteView file, Format format, Texts& found) {
  ExtendedXmp extended;
  for (const MetadataBlock& block : media::read_metadata_blocks(file)) {
    const std::string_view text = text_of(block.bytes);
    switch (block.kind) {
      // The guide names iTXt for XMP in PNG.
      case MetadataBlock::Kind::xmp:
        read_xmp(text, block.place, block.place != "tEXt" && block.place != "zTXt", found);
        break;
      case MetadataBlock::Kind::exif: read_exif(block.bytes, block.place, format, found); break;
      case MetadataBlock::Kind::text: read_png_text(block, found); break;
      case MetadataBlock::Kind::segment:
        if (text.starts_with(extended_xmp_signature)) {
          extended.add(block.bytes);
        } else if (format == Format::jpeg) {
          read_segment(block, found);
        }
        break;
    }
  }
  if (format == Format::tiff) read_exif(file, "TIFF", format, found);
  extended.read(found);
}

struct Mp4Place {
  Carrier carrier;
  std::string_view place;
};

Mp4Place place_of(media::Mp4Tag::Place place) {
  using Place = media::Mp4Tag::Place;
  switch (place) {
    case Place::user_data_keys: return {Carrier::mp4_keys, "moov/udta/meta/keys"};
    case Place::movie_keys: return {Carrier::mp4_movie_keys, "moov/meta/keys"};
    case Place::item_list: return {Carrier::mp4_item_list, "meta/ilst"};
    case Place::user_data: return {Carrier::mp4_user_data, "moov/udta"};
    case Place::xmp: return {Carrier::xmp, "uuid"};
  }
  return {Carrier::xmp, "uuid"};
}

// A list without keys has no names to go by: a value that is an object may be a label.
void read_mp4(ByteView file, Texts& found) {
  for (const media::Mp4Tag& tag : media::read_mp4_tags(file)) {
    const auto [carrier, place] = place_of(tag.place);
    const std::string_view value = text_of(tag.value);
    if (carrier == Carrier::xmp) {
      read_xmp(value, place, false, found);
      continue;
    }
    const bool may_be_nameless = carrier == Carrier::mp4_item_list && begins_as_object(value);
    if (!names_it(tag.key) && !may_be_nameless) continue;
    CarriedText text{.carrier = carrier,
                     .place = std::string(place),
                     .text = std::string(value),
                     .is_surely_meant = tag.key == name,
                     .may_be_wrapped = true};
    if (carrier != Carrier::mp4_keys) text.violations.push_back({Rule::carrier, ""});
    found.add(std::move(text));
  }
}

// TXXX: an encoding (0 and 3 are bytes, 1 and 2 UTF-16), a description, a zero, the value. A label
// is ASCII, so UTF-16 is read by leaving its zero bytes and its byte order mark out.
void read_id3(ByteView file, Texts& found) {
  const std::optional<media::id3::Tag> tag = media::id3::read_tag(file);
  if (!tag) return;
  for (const media::id3::Frame& frame : tag->frames) {
    if (frame.id != "TXXX" || frame.content.size() < 2) continue;
    const std::string_view content = text_of(frame.content);
    const bool is_wide = content[0] == '\1' || content[0] == '\2';
    const std::string_view end = is_wide ? "\0\0"sv : "\0"sv;
    std::size_t split = content.find(end, 1);
    if (is_wide && split != content.npos && split % 2 == 0) ++split;  // the high byte of a letter
    if (split == content.npos || split + end.size() > content.size()) continue;
    std::string description(content.substr(1, split - 1));
    std::string value(content.substr(split + end.size()));
    for (std::string* text : {&description, &value}) {
      std::erase_if(*text, [](char c) { return c == '\0' || c == '\xFF' || c == '\xFE'; });
    }
    if (!names_it(description)) continue;
    found.add({.carrier = Carrier::id3_text,
               .place = "ID3 TXXX",
               .text = std::move(value),
               .is_surely_meant = description == name,
               .may_be_wrapped = true});
  }
}

}  // namespace

std::string_view carrier_name(Carrier carrier) {
  switch (carrier) {
    case Carrier::xmp: return "xmp";
    case Carrier::exif_user_comment: return "exif_user_comment";
    case Carrier::exif_description: return "exif_description";
    case Carrier::png_text: return "png_text";
    case Carrier::jpeg_segment: return "jpeg_segment";
    case Carrier::mp4_keys: return "mp4_keys";
    case Carrier::mp4_movie_keys: return "mp4_movie_keys";
    case Carrier::mp4_item_list: return "mp4_item_list";
    case Carrier::mp4_user_data: return "mp4_user_data";
    case Carrier::id3_text: return "id3_text";
  }
  return "xmp";
}

bool can_carry_label(ByteView file) {
  return media::format_of(file) != Format::unknown;
}

std::vector<CarriedText> read_carried_texts(ByteView file) {
  Texts found;
  const Format format = media::format_of(file);
  if (media::is_still(format)) read_still(file, format, found);
  if (media::is_film(format)) read_mp4(file, found);
  if (format == Format::mp3) read_id3(file, found);
  std::vector<CarriedText> texts = std::move(found).take();
  if (format == Format::webp && !announces_xmp(file)) {
    for (CarriedText& text : texts) {
      if (text.carrier == Carrier::xmp) text.violations.push_back({Rule::webp_flag, ""});
    }
  }
  return texts;
}

}  // namespace pixiu::provenance::gb45438
