#include "media/xmp.h"

#include "base/limits.h"
#include "media/xml_name.h"
#include "media/xml_scan.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace pixiu::media {
namespace {

constexpr std::string_view rdf_uri = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
constexpr std::string_view meta_uri = "adobe:ns:meta/";
constexpr std::string_view blanks = " \t\r\n";
constexpr std::size_t declarations_max = 256;
constexpr std::size_t attributes_max = 1000;  // of one tag
constexpr std::size_t name_bytes_max = 256;

std::string_view trimmed(std::string_view text) {
  const std::size_t start = text.find_first_not_of(blanks);
  if (start == std::string_view::npos) return {};
  return text.substr(start, text.find_last_not_of(blanks) - start + 1);
}

struct Attribute {
  std::string_view name;
  std::string_view value;  // entities as written
};

struct Declaration {
  std::string_view prefix;
  std::string_view uri;
};

enum class Role {
  structure,  // rdf:RDF, rdf:Description, x:xmpmeta: says nothing by itself
  array,      // rdf:Bag, rdf:Seq, rdf:Alt
  item,       // rdf:li
  property,
};

struct Frame {
  std::string_view qualified;
  Role role = Role::property;
  std::string_view uri;
  std::size_t declaration_count = 0;  // in scope outside of it
  std::size_t item_count = 0;
  std::string text;
  bool has_children = false;  // elements inside, or its value was an attribute
};

class Parser {
 public:
  explicit Parser(std::string_view packet) : rest_(packet) {}

  std::vector<XmpProperty> parse() && {
    for (std::size_t tags = 0; tags < xmp_tags_max && !is_full(); ++tags) {
      const std::size_t open = std::min(rest_.find('<'), rest_.size());
      add_text(rest_.substr(0, open), false);
      rest_.remove_prefix(open);
      if (rest_.empty()) break;
      take_markup();
    }
    while (!frames_.empty()) close_innermost();
    resolve_late_declarations();
    return std::move(properties_);
  }

 private:
  bool is_full() const { return properties_.size() >= xmp_properties_max; }

  // --- markup ---

  // `rest_` begins with '<'.
  void take_markup() {
    if (rest_.starts_with("<!--")) {
      skip_behind("-->", 4);
    } else if (rest_.starts_with("<![CDATA[")) {
      rest_.remove_prefix(9);
      const std::size_t end = std::min(rest_.find("]]>"), rest_.size());
      add_text(rest_.substr(0, end), true);
      rest_.remove_prefix(std::min(end + 3, rest_.size()));
    } else if (rest_.starts_with("<?")) {
      if (has_instruction_end_ && rest_.find("?>") == std::string_view::npos) {
        has_instruction_end_ = false;
      }
      skip_behind(has_instruction_end_ ? "?>" : ">", 2);
    } else if (rest_.starts_with("<!")) {
      skip_behind(">", 2);
    } else if (rest_.starts_with("</")) {
      rest_.remove_prefix(2);
      close(take_name());
      skip_to_tag_end();
    } else {
      rest_.remove_prefix(1);
      open_tag();
    }
  }

  void skip_behind(std::string_view end, std::size_t from) {
    const std::size_t found = rest_.find(end, from);
    rest_.remove_prefix(found == std::string_view::npos ? rest_.size() : found + end.size());
  }

  std::string_view take_name() {
    const std::size_t end = std::min(rest_.find_first_of(" \t\r\n/>=\"'<"), rest_.size());
    const std::string_view name = rest_.substr(0, end);
    rest_.remove_prefix(end);
    return name;
  }

  void skip_blanks() {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(blanks), rest_.size()));
  }

  // Behind the tag's '>'; stays before a '<' that comes first.
  void skip_to_tag_end() {
    const std::size_t end = rest_.find_first_of("<>");
    if (end == std::string_view::npos) {
      rest_ = {};
    } else {
      rest_.remove_prefix(rest_[end] == '>' ? end + 1 : end);
    }
  }

  // The next name="value" or name='value'; nothing at the end of the tag.
  std::optional<Attribute> take_attribute() {
    skip_blanks();
    if (rest_.empty() || rest_.find_first_of("></") == 0) return std::nullopt;
    Attribute attribute;
    attribute.name = take_name();
    skip_blanks();
    if (!rest_.starts_with("=")) return std::nullopt;
    rest_.remove_prefix(1);
    skip_blanks();
    if (!rest_.starts_with("\"") && !rest_.starts_with("'")) return std::nullopt;
    const std::size_t end = rest_.find(rest_.front(), 1);
    if (end == std::string_view::npos) return std::nullopt;
    attribute.value = rest_.substr(1, end - 1);
    rest_.remove_prefix(end + 1);
    return attribute;
  }

  // --- names ---

  void declare(const Attribute& attribute) {
    const XmlName name = xml_name_of(attribute.name);
    const bool is_default = attribute.name == "xmlns";
    if ((!is_default && name.prefix != "xmlns") || attribute.value.size() > name_bytes_max) return;
    const Declaration made{is_default ? std::string_view() : name.local, attribute.value};
    if (in_scope_.size() < declarations_max) in_scope_.push_back(made);
    if (!is_default && seen_.size() < declarations_max) seen_.push_back(made);
  }

  static std::string_view find_uri(const std::vector<Declaration>& declarations,
                                   std::string_view prefix) {
    const auto found = std::find_if(declarations.rbegin(), declarations.rend(),
                                    [&](const Declaration& one) { return one.prefix == prefix; });
    return found == declarations.rend() ? std::string_view() : found->uri;
  }

  // A prefix that is declared nowhere and spelt as everybody spells it is taken for what it is.
  bool is_rdf(std::string_view uri, std::string_view prefix) const {
    return uri == rdf_uri || (uri.empty() && prefix == "rdf");
  }

  Role role_of(std::string_view uri, XmlName name) const {
    if (uri == meta_uri || (uri.empty() && name.prefix == "x")) return Role::structure;
    if (!is_rdf(uri, name.prefix)) return Role::property;
    if (name.local == "li") return Role::item;
    const bool is_array = name.local == "Bag" || name.local == "Seq" || name.local == "Alt";
    return is_array ? Role::array : Role::structure;
  }

  // --- elements ---

  void open_tag() {
    Frame frame;
    frame.declaration_count = in_scope_.size();
    frame.qualified = take_name();
    std::vector<Attribute> attributes;
    while (attributes.size() < attributes_max) {
      const std::optional<Attribute> attribute = take_attribute();
      if (!attribute) break;
      declare(*attribute);
      attributes.push_back(*attribute);
    }
    const bool is_empty = rest_.starts_with("/");
    skip_to_tag_end();
    if (frame.qualified.empty() || frame.qualified.size() > name_bytes_max ||
        frames_.size() >= static_cast<std::size_t>(limits::metadata_nesting_max)) {
      in_scope_.resize(frame.declaration_count);
      if (!is_empty) ++too_deep_;
      return;
    }
    const XmlName name = xml_name_of(frame.qualified);
    frame.uri = find_uri(in_scope_, name.prefix);
    frame.role = role_of(frame.uri, name);
    if (!frames_.empty()) {
      frames_.back().has_children = true;
      frames_.back().text.clear();
    }
    if (frame.role == Role::item) count_item();
    frames_.push_back(std::move(frame));
    for (const Attribute& attribute : attributes) add_attribute(attribute);
    if (is_empty) close_innermost();
  }

  void close(std::string_view qualified) {
    if (too_deep_ > 0) {
      --too_deep_;
      return;
    }
    const auto found = std::find_if(frames_.rbegin(), frames_.rend(), [&](const Frame& frame) {
      return frame.qualified == qualified;
    });
    if (found == frames_.rend()) return;  // closes nothing that is open
    const auto depth = static_cast<std::size_t>(frames_.rend() - found);
    while (frames_.size() >= depth) close_innermost();
  }

  void close_innermost() {
    const Frame& frame = frames_.back();
    const bool has_value = frame.role == Role::property || frame.role == Role::item;
    if (has_value && !frame.has_children) add_property(frame.text, frames_.size());
    in_scope_.resize(std::min(frame.declaration_count, in_scope_.size()));
    frames_.pop_back();
  }

  // Items are counted by the property whose array they stand in.
  void count_item() {
    const auto owner = std::find_if(frames_.rbegin(), frames_.rend(), [](const Frame& frame) {
      return frame.role == Role::property || frame.role == Role::item;
    });
    if (owner != frames_.rend()) ++owner->item_count;
  }

  void add_text(std::string_view text, bool is_raw) {
    if (frames_.empty() || too_deep_ > 0) return;
    Frame& frame = frames_.back();
    if (frame.has_children || frame.role == Role::structure || frame.role == Role::array) return;
    if (frame.text.empty() && !is_raw)
      text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    const std::size_t room = xmp_value_bytes_max + 1 - frame.text.size();
    frame.text +=
        is_raw ? std::string(text.substr(0, room)) : without_entities(text.substr(0, room));
    frame.text.resize(std::min(frame.text.size(), xmp_value_bytes_max + 1));
  }

  void add_attribute(const Attribute& attribute) {
    const XmlName name = xml_name_of(attribute.name);
    if (attribute.name == "xmlns" || name.prefix == "xmlns" || name.prefix == "xml") return;
    if (attribute.name.size() > name_bytes_max) return;
    const std::string_view uri =
        name.prefix.empty() ? std::string_view() : find_uri(in_scope_, name.prefix);
    const std::string value = without_entities(attribute.value.substr(0, xmp_value_bytes_max + 1));
    if (is_rdf(uri, name.prefix)) {
      const bool has_value =
          frames_.back().role == Role::property || frames_.back().role == Role::item;
      if (name.local == "resource" && has_value) {
        add_property(value, frames_.size());
        frames_.back().has_children = true;
      }
      return;
    }
    // rdf:about and its like are sometimes written without a prefix.
    if (name.prefix.empty() && frames_.back().role != Role::property) return;
    if (is_full()) return;
    add_named(value, uri, name, frames_.size(), attribute.name);
    frames_.back().has_children = true;
  }

  // --- values ---

  // The value of the property that the innermost of the first `depth` frames belongs to.
  void add_property(std::string_view value, std::size_t depth) {
    std::size_t owner = depth;
    while (owner > 0 && frames_[owner - 1].role != Role::property) --owner;
    if (owner == 0 || is_full()) return;
    const Frame& frame = frames_[owner - 1];
    XmpProperty& added =
        add_named(value, frame.uri, xml_name_of(frame.qualified), owner - 1, frame.qualified);
    if (frames_[depth - 1].role == Role::item) {
      added.kind = XmpProperty::Kind::array_item;
      added.path += item_suffix(frame.item_count);
    }
  }

  static std::string item_suffix(std::size_t number) { return "[" + std::to_string(number) + "]"; }

  XmpProperty& add_named(std::string_view value, std::string_view uri, XmlName name,
                         std::size_t depth, std::string_view qualified) {
    XmpProperty property;
    property.namespace_uri = uri;
    property.local_name = name.local;
    property.is_cut_off = value.size() > xmp_value_bytes_max;
    property.value = trimmed(value.substr(0, xmp_value_bytes_max));
    for (std::size_t index = 0; index < depth; ++index) {
      const Frame& frame = frames_[index];
      if (frame.role != Role::property) continue;
      property.kind = XmpProperty::Kind::struct_field;
      property.path += frame.qualified;
      if (frame.item_count > 0) property.path += item_suffix(frame.item_count);
      property.path += '/';
      if (property.path.size() > xmp_path_bytes_max) break;
    }
    property.path += qualified;
    property.path.resize(std::min(property.path.size(), xmp_path_bytes_max));
    if (uri.empty() && !name.prefix.empty()) late_.push_back({properties_.size(), name.prefix});
    properties_.push_back(std::move(property));
    return properties_.back();
  }

  // Prefixes that were declared elsewhere than in scope.
  void resolve_late_declarations() {
    for (const auto& [index, prefix] : late_) {
      properties_[index].namespace_uri = find_uri(seen_, prefix);
    }
  }

  std::string_view rest_;
  std::vector<Frame> frames_;
  std::vector<Declaration> in_scope_;
  std::vector<Declaration> seen_;
  std::vector<std::pair<std::size_t, std::string_view>> late_;
  std::vector<XmpProperty> properties_;
  std::size_t too_deep_ = 0;
  bool has_instruction_end_ = true;
};

}  // namespace

std::vector<XmpProperty> read_xmp(std::string_view packet) {
  return Parser(packet.substr(0, limits::metadata_bytes_max)).parse();
}

}  // namespace pixiu::media
