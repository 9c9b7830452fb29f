#include "media/xml_scan.h"

#include "base/limits.h"
#include "media/utf8.h"
#include "media/xml_name.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <vector>

namespace pixiu::media {
namespace {

constexpr std::string_view blanks = " \t\r\n";
constexpr std::size_t attributes_max = 1000;  // of one tag
constexpr std::size_t prefixes_max = 64;

struct Attribute {
  std::string_view name;
  std::string_view value;
};

std::string_view take_name(std::string_view& rest) {
  const std::size_t end = std::min(rest.find_first_of(" \t\r\n/>=\"'<"), rest.size());
  const std::string_view name = rest.substr(0, end);
  rest.remove_prefix(end);
  return name;
}

void skip_blanks(std::string_view& rest) {
  rest.remove_prefix(std::min(rest.find_first_not_of(blanks), rest.size()));
}

// The next name="value" or name='value'; nothing at the end of the tag.
std::optional<Attribute> take_attribute(std::string_view& rest) {
  skip_blanks(rest);
  if (rest.empty() || rest.front() == '>' || rest.front() == '/' || rest.front() == '<') {
    return std::nullopt;
  }
  Attribute attribute;
  attribute.name = take_name(rest);
  skip_blanks(rest);
  if (rest.empty() || rest.front() != '=') return std::nullopt;
  rest.remove_prefix(1);
  skip_blanks(rest);
  if (rest.empty() || (rest.front() != '"' && rest.front() != '\'')) return std::nullopt;
  const std::size_t end = rest.find(rest.front(), 1);
  if (end == std::string_view::npos) return std::nullopt;
  attribute.value = rest.substr(1, end - 1);
  rest.remove_prefix(end + 1);
  return attribute;
}

struct Tag {
  std::string_view name;
  std::vector<Attribute> attributes;
  std::string_view behind;  // from the character after '>'
  bool is_empty = false;    // "/>"
};

// Steps to the next start tag; `rest` then stands behind it.
std::optional<Tag> take_tag(std::string_view& rest) {
  for (;;) {
    const std::size_t open = rest.find('<');
    if (open == std::string_view::npos) return std::nullopt;
    rest.remove_prefix(open + 1);
    if (rest.starts_with("!--")) {
      rest.remove_prefix(std::min(rest.find("-->"), rest.size()));
      continue;
    }
    if (!rest.empty() && rest.front() != '?' && rest.front() != '/' && rest.front() != '!') break;
  }
  Tag tag;
  tag.name = take_name(rest);
  while (tag.attributes.size() < attributes_max) {
    const std::optional<Attribute> attribute = take_attribute(rest);
    if (!attribute) break;
    tag.attributes.push_back(*attribute);
  }
  tag.is_empty = rest.starts_with("/");
  const std::size_t close = rest.find_first_of("<>");
  if (close != std::string_view::npos && rest[close] == '>') rest.remove_prefix(close + 1);
  tag.behind = rest;
  return tag;
}

// The text of an element as written, a CDATA section with its brackets.
std::string_view written_behind(std::string_view behind) {
  constexpr std::string_view cdata = "<![CDATA[";
  constexpr std::string_view cdata_end = "]]>";
  std::string_view text = behind;
  skip_blanks(text);
  if (!text.starts_with(cdata)) return behind.substr(0, behind.find('<'));
  const std::size_t end = text.find(cdata_end);
  return end == std::string_view::npos ? text : text.substr(0, end + cdata_end.size());
}

std::string decoded(std::string_view written) {
  constexpr std::string_view cdata = "<![CDATA[";
  std::string_view text = written;
  skip_blanks(text);
  if (!text.starts_with(cdata)) return without_entities(text);
  text.remove_prefix(cdata.size());
  return std::string(text.substr(0, text.find("]]>")));
}

// The text of an element, or of the first item of the list it holds, as written.
std::string_view text_or_first_item(std::string_view behind) {
  constexpr int tags_before_text_max = 2;  // rdf:Alt, rdf:li
  std::string_view text = written_behind(behind);
  for (int count = 0; count < tags_before_text_max; ++count) {
    if (text.find_first_not_of(blanks) != std::string_view::npos) break;
    skip_blanks(behind);
    if (!behind.starts_with("<") || behind.starts_with("</")) break;
    const std::optional<Tag> tag = take_tag(behind);
    if (!tag || tag->is_empty) break;
    const std::string_view local = xml_name_of(tag->name).local;
    if (local == "li") text = written_behind(tag->behind);
    if (local != "Alt" && local != "Seq" && local != "Bag") break;
  }
  return text;
}

using Declarations = std::vector<Attribute>;  // prefix, URI

Declarations declarations_of(std::string_view xml) {
  Declarations declarations;
  while (const std::optional<Tag> tag = take_tag(xml)) {
    for (const Attribute& attribute : tag->attributes) {
      const XmlName name = xml_name_of(attribute.name);
      if (name.prefix == "xmlns" && declarations.size() < prefixes_max) {
        declarations.push_back({name.local, attribute.value});
      }
    }
  }
  return declarations;
}

XmlProperty property_of(std::string_view xml, std::string_view prefix, std::string_view written,
                        const Declarations& declarations) {
  const auto declared =
      std::find_if(declarations.begin(), declarations.end(),
                   [&](const Attribute& declaration) { return declaration.name == prefix; });
  return {.prefix = std::string(prefix),
          .namespace_uri = declared == declarations.end() ? "" : without_entities(declared->value),
          .offset_bytes = static_cast<std::size_t>(written.data() - xml.data()),
          .size_bytes = written.size()};
}

bool has_stray_ampersand(std::string_view text) {
  constexpr std::size_t entity_length_max = 10;
  for (std::size_t at = text.find('&'); at != std::string_view::npos; at = text.find('&', at + 1)) {
    const std::size_t end = text.substr(at, entity_length_max).find(';');
    if (end == std::string_view::npos || end == 1) return true;
  }
  return false;
}

// Steps over "<?...?>", "<!--...-->", "<![CDATA[...]]>" or "<!...>"; false when it has no end.
bool skip_special(std::string_view& rest) {
  std::string_view end = ">";
  if (rest.starts_with("<?")) end = "?>";
  if (rest.starts_with("<!--")) end = "-->";
  if (rest.starts_with("<![CDATA[")) end = "]]>";
  const std::size_t found = rest.find(end, 2);
  if (found == std::string_view::npos) return false;
  rest.remove_prefix(found + end.size());
  return true;
}

// Takes one start or end tag, keeping the names of open elements; false when it is ill-formed.
bool take_well_formed_tag(std::string_view& rest, std::vector<std::string_view>& open) {
  rest.remove_prefix(1);
  const bool is_end = rest.starts_with("/");
  if (is_end) rest.remove_prefix(1);
  const std::string_view name = take_name(rest);
  if (name.empty()) return false;
  skip_blanks(rest);
  while (!is_end && !rest.empty() && rest.front() != '>' && rest.front() != '/') {
    const std::optional<Attribute> attribute = take_attribute(rest);
    if (!attribute || attribute->name.empty() || has_stray_ampersand(attribute->value)) {
      return false;
    }
    skip_blanks(rest);
  }
  const bool is_empty = !is_end && rest.starts_with("/");
  if (is_empty) rest.remove_prefix(1);
  if (!rest.starts_with(">")) return false;
  rest.remove_prefix(1);
  if (is_end) {
    if (open.empty() || open.back() != name) return false;
    open.pop_back();
  } else if (!is_empty) {
    open.push_back(name);
  }
  return open.size() <= limits::metadata_nesting_max;
}

// Appends what "&name;" stands for; false when it stands for nothing.
bool append_entity(std::string& out, std::string_view name) {
  constexpr std::pair<std::string_view, char> named[] = {
      {"quot", '"'}, {"apos", '\''}, {"amp", '&'}, {"lt", '<'}, {"gt", '>'}};
  for (const auto& [word, character] : named) {
    if (name == word) {
      out += character;
      return true;
    }
  }
  if (!name.starts_with("#")) return false;
  const bool is_hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
  const std::string_view digits = name.substr(is_hex ? 2 : 1);
  std::uint32_t code_point = 0;
  const auto [end, failure] =
      std::from_chars(digits.data(), digits.data() + digits.size(), code_point, is_hex ? 16 : 10);
  const bool is_number = failure == std::errc() && end == digits.data() + digits.size();
  const bool is_surrogate = code_point >= 0xD800 && code_point < 0xE000;
  if (!is_number || digits.empty() || code_point > 0x10FFFF || is_surrogate) return false;
  append_utf8(out, code_point);
  return true;
}

}  // namespace

std::string with_entities(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&apos;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string without_entities(std::string_view text) {
  constexpr std::size_t entity_length_max = 10;
  std::string out;
  while (!text.empty()) {
    const std::size_t start = std::min(text.find('&'), text.size());
    out += text.substr(0, start);
    text.remove_prefix(start);
    if (text.empty()) break;
    const std::size_t end = text.substr(0, entity_length_max).find(';');
    if (end != std::string_view::npos && append_entity(out, text.substr(1, end - 1))) {
      text.remove_prefix(end + 1);
    } else {
      out += '&';
      text.remove_prefix(1);
    }
  }
  return out;
}

std::vector<XmlProperty> xml_properties(std::string_view xml, std::string_view local_name,
                                        std::size_t count_max) {
  const Declarations declarations = declarations_of(xml);
  const auto is_it = [local_name](const XmlName& name) {
    return name.local == local_name && name.prefix != "xmlns";
  };
  std::vector<XmlProperty> found;
  const auto add = [&](std::string_view prefix, std::string_view written, std::string value) {
    if (found.size() >= count_max) return;
    found.push_back(property_of(xml, prefix, written, declarations));
    found.back().value = std::move(value);
  };
  std::string_view rest = xml;
  while (const std::optional<Tag> tag = take_tag(rest)) {
    const XmlName element = xml_name_of(tag->name);
    bool has_resource = false;
    for (const Attribute& attribute : tag->attributes) {
      const XmlName name = xml_name_of(attribute.name);
      const bool is_resource = is_it(element) && name.local == "resource";
      has_resource = has_resource || is_resource;
      if (!is_resource && !is_it(name)) continue;
      add(is_resource ? element.prefix : name.prefix, attribute.value,
          without_entities(attribute.value));
    }
    if (is_it(element) && !tag->is_empty && !has_resource) {
      const std::string_view written = text_or_first_item(tag->behind);
      add(element.prefix, written, decoded(written));
    }
    if (found.size() >= count_max) break;
  }
  return found;
}

bool is_well_formed_xml(std::string_view xml) {
  std::vector<std::string_view> open;
  for (;;) {
    const std::size_t start = std::min(xml.find('<'), xml.size());
    if (has_stray_ampersand(xml.substr(0, start))) return false;
    xml.remove_prefix(start);
    if (xml.empty()) return open.empty();
    const bool is_special = xml.starts_with("<?") || xml.starts_with("<!");
    if (is_special ? !skip_special(xml) : !take_well_formed_tag(xml, open)) return false;
  }
}

}  // namespace pixiu::media
