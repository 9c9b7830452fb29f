#include "media/xmp_edit.h"

#include "media/xml_scan.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace pixiu::media {
namespace {

constexpr std::string_view trailer = "<?xpacket end=";
constexpr std::string_view blanks = " \t\r\n";

std::string description_of(const XmpText& property, std::string_view rdf, std::string_view about) {
  std::string text = "<";
  text.append(rdf).append(":Description ").append(rdf).append(":about=\"").append(about);
  text.append("\" xmlns:").append(property.prefix).append("=\"").append(property.namespace_uri);
  text.append("\"><").append(property.prefix).append(":").append(property.name).append(">");
  text.append(with_entities(property.value)).append("</").append(property.prefix).append(":");
  text.append(property.name).append("></").append(rdf).append(":Description>");
  return text;
}

std::string new_packet(const XmpText& property) {
  return "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>"
         "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
         "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">" +
         description_of(property, "rdf", "") + "</rdf:RDF></x:xmpmeta><?xpacket end=\"w\"?>";
}

// The last "</prefix:RDF" and its prefix.
struct RdfEnd {
  std::size_t offset = 0;
  std::string_view prefix;
};

std::optional<RdfEnd> rdf_end(std::string_view packet) {
  const std::size_t name = packet.rfind(":RDF");
  if (name == std::string_view::npos) return std::nullopt;
  const std::size_t start = packet.rfind("</", name);
  if (start == std::string_view::npos) return std::nullopt;
  const std::string_view prefix = packet.substr(start + 2, name - start - 2);
  const bool is_name = !prefix.empty() && prefix.find_first_of(" \t\r\n<>/\"'") == prefix.npos;
  if (!is_name) return std::nullopt;
  return RdfEnd{start, prefix};
}

// As written, of the first description; in quotes of either kind.
std::string_view about_of(std::string_view packet) {
  const auto found = xml_properties(packet, "about", 1);
  if (found.empty()) return {};
  const std::string_view about = packet.substr(found[0].offset_bytes, found[0].size_bytes);
  return about.find('"') == about.npos ? about : std::string_view();
}

}  // namespace

Result<std::string> with_property(std::string_view packet, const XmpText& property) {
  if (packet.find_first_not_of(blanks) == packet.npos) return new_packet(property);
  if (!is_well_formed_xml(packet)) {
    return Error{ErrorCode::corrupted, "the XMP of the file is ill-formed; nothing is added to it"};
  }
  const auto found = xml_properties(packet, property.name, 2);
  if (found.size() > 1) {
    return Error{ErrorCode::conflict, "the XMP holds the property more than once"};
  }
  std::string edited(packet);
  if (found.size() == 1) {
    return edited.replace(found[0].offset_bytes, found[0].size_bytes,
                          with_entities(property.value));
  }
  const std::optional<RdfEnd> end = rdf_end(packet);
  if (!end) {
    return Error{ErrorCode::corrupted, "the XMP of the file has no rdf:RDF to add to"};
  }
  return edited.insert(end->offset, description_of(property, end->prefix, about_of(packet)));
}

std::string without_padding(std::string_view packet) {
  std::string trimmed(packet);
  const std::size_t end = trimmed.rfind(trailer);
  if (end == std::string::npos || end == 0) return trimmed;
  const std::size_t last = trimmed.find_last_not_of(blanks, end - 1);
  if (last != std::string::npos) trimmed.erase(last + 1, end - last - 1);
  return trimmed;
}

}  // namespace pixiu::media
