#include "media/ai_marks.h"

#include "media/metadata_blocks.h"
#include "media/whole_numbers.h"
#include "media/xml_scan.h"
#include "media/xmp.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace pixiu::media {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view aigc_uri = "http://www.tc260.org.cn/ns/AIGC/1.0/";
constexpr std::string_view iptc_uri = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n\0"sv;
  const std::size_t start = text.find_first_not_of(blank);
  if (start == std::string_view::npos) return {};
  return text.substr(start, text.find_last_not_of(blank) - start + 1);
}

void keep_first(std::optional<std::string>& into, std::string_view text, std::size_t size_max) {
  const std::string_view kept = trimmed(text);
  if (!into && !kept.empty() && kept.size() <= size_max) into = std::string(kept);
}

// Far more brackets than a label has; keeps dump() from recursing as deep as a stranger likes.
bool has_too_many_brackets(std::string_view json) {
  constexpr std::ptrdiff_t brackets_max = 200;
  return std::count_if(json.begin(), json.end(), [](char c) { return c == '{' || c == '['; }) >
         brackets_max;
}

// Some write the label with its outer {"AIGC": {...}}, XMP is to hold it without. Order and
// spelling of what is inside stay.
void keep_label(AiMarks& marks, std::string_view text, bool needs_wrapper) {
  text = trimmed(text);
  if (marks.aigc || !text.starts_with("{") || text.size() > 2 * aigc_bytes_max) return;
  if (has_too_many_brackets(text)) return;
  const auto json = nlohmann::ordered_json::parse(text, nullptr, false);
  const bool is_wrapped = json.is_object() && json.contains("AIGC");
  if (!is_wrapped) {
    if (!needs_wrapper) keep_first(marks.aigc, text, aigc_bytes_max);
    return;
  }
  const nlohmann::ordered_json& inner = json["AIGC"];
  keep_first(marks.aigc, inner.is_string() ? inner.get<std::string>() : inner.dump(),
             aigc_bytes_max);
}

void read_exif(ByteView block, AiMarks& marks) {
  constexpr std::uint16_t tag_user_comment = 0x9286;
  constexpr std::uint16_t tag_description = 0x010E;
  constexpr std::size_t character_code_bytes = 8;
  Bytes comment = exif_field(block, tag_user_comment, true);
  if (comment.size() > character_code_bytes) {
    comment.erase(comment.begin(), comment.begin() + character_code_bytes);
    std::erase(comment, std::byte{0});  // "UNICODE" comments: the label itself is ASCII
    keep_label(marks, text_of(comment), true);
  }
  keep_label(marks, text_of(exif_field(block, tag_description, false)), true);
}

void read_segment(std::string_view text, AiMarks& marks) {
  if (text.starts_with("AIGC{")) keep_label(marks, text.substr(4), false);
  if (text.starts_with("{")) keep_label(marks, text, true);
}

void keep_all_of(AiMarks& marks, const AiMarks& more) {
  if (!marks.digital_source_type) marks.digital_source_type = more.digital_source_type;
  if (!marks.aigc) marks.aigc = more.aigc;
}

}  // namespace

AiMarks ai_marks_in_xmp(std::string_view packet) {
  AiMarks marks;
  // By the namespace, then by the name alone: vendors get prefixes wrong.
  const std::vector<XmpProperty> properties = read_xmp(packet);
  for (const bool is_uri_due : {true, false}) {
    for (const XmpProperty& one : properties) {
      const auto is_it = [&](std::string_view uri, std::string_view name) {
        return one.local_name == name && (!is_uri_due || one.namespace_uri == uri);
      };
      if (is_it(iptc_uri, "DigitalSourceType")) {
        keep_first(marks.digital_source_type, one.value, digital_source_type_bytes_max);
      }
      if (is_it(aigc_uri, "AIGC")) keep_label(marks, one.value, false);
    }
  }
  return marks;
}

AiMarks read_ai_marks(ByteView file) {
  AiMarks marks;
  for (const MetadataBlock& block : read_metadata_blocks(file)) {
    const std::string_view text = text_of(block.bytes);
    switch (block.kind) {
      case MetadataBlock::Kind::xmp: keep_all_of(marks, ai_marks_in_xmp(text)); break;
      case MetadataBlock::Kind::exif: read_exif(block.bytes, marks); break;
      case MetadataBlock::Kind::text:
        if (block.keyword == "AIGC") keep_label(marks, text, false);
        break;
      case MetadataBlock::Kind::segment: read_segment(text, marks); break;
    }
  }
  return marks;
}

std::string xmp_packet_of(const AiMarks& marks) {
  std::string packet =
      "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>"
      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
      "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
      "<rdf:Description rdf:about=\"\" xmlns:Iptc4xmpExt=\"" +
      std::string(iptc_uri) + "\" xmlns:TC260=\"" + std::string(aigc_uri) + "\">";
  if (marks.digital_source_type) {
    packet += "<Iptc4xmpExt:DigitalSourceType>" + with_entities(*marks.digital_source_type) +
              "</Iptc4xmpExt:DigitalSourceType>";
  }
  if (marks.aigc) packet += "<TC260:AIGC>" + with_entities(*marks.aigc) + "</TC260:AIGC>";
  packet += "</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>";
  return packet;
}

Result<Bytes> with_xmp(ByteView jpeg, std::string_view packet) {
  constexpr std::string_view signature = "http://ns.adobe.com/xap/1.0/\0"sv;
  constexpr std::size_t segment_bytes_max = 65'535;  // with its two length bytes
  if (!has_signature(jpeg, 0, "\xFF\xD8\xFF"sv)) {
    return Error{ErrorCode::invalid_input, "no JPEG to put metadata into"};
  }
  const std::size_t length = 2 + signature.size() + packet.size();
  if (length > segment_bytes_max) {
    return Error{ErrorCode::limit_exceeded, "the metadata does not fit into a JPEG segment"};
  }
  std::size_t at = 2;
  if (has_signature(jpeg, 2, "\xFF\xE0"sv) && jpeg.size() >= 6) at = 4 + big_endian_16(jpeg, 4);
  if (at > jpeg.size()) return Error{ErrorCode::invalid_input, "no JPEG to put metadata into"};
  const std::array<std::byte, 4> header = {std::byte{0xFF}, std::byte{0xE1},
                                           static_cast<std::byte>(length >> 8),
                                           static_cast<std::byte>(length & 0xFF)};
  Bytes marked;
  marked.reserve(jpeg.size() + 2 + length);
  const ByteView behind = jpeg.subspan(at);
  for (const ByteView part :
       {jpeg.first(at), ByteView(header), bytes_of(signature), bytes_of(packet), behind}) {
    marked.insert(marked.end(), part.begin(), part.end());
  }
  return marked;
}

}  // namespace pixiu::media
