#pragma once

#include "media/metadata_blocks.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pixiu::media {

// One value of an XMP packet.
struct XmpProperty {
  enum class Kind {
    simple,        // the value of a property of the packet's subject
    array_item,    // an item of a property's rdf:Bag, rdf:Seq or rdf:Alt
    struct_field,  // a field of a structured property
  };
  Kind kind = Kind::simple;
  // The name that stands nearest to the value. The prefix is resolved to the namespace it is
  // declared with, in scope or else anywhere in the packet; empty when it is declared nowhere.
  std::string namespace_uri;
  std::string local_name;
  std::string value;        // UTF-8 as in the packet, blanks around it cut off; may be empty
  std::string path;         // for people: "xmpMM:History[2]/stEvt:softwareAgent"
  bool is_cut_off = false;  // the value was longer than xmp_value_bytes_max

  friend bool operator==(const XmpProperty&, const XmpProperty&) = default;
};

inline constexpr std::size_t xmp_properties_max = 4000;
inline constexpr std::size_t xmp_value_bytes_max = 256u << 10;
inline constexpr std::size_t xmp_path_bytes_max = 512;
inline constexpr std::size_t xmp_tags_max = 200'000;

// The properties of an XMP packet, in its order: elements, attributes and rdf:resource.
//
// Tolerant, because vendors write packets that no strict parser takes: broken packet wrappers,
// undeclared prefixes, end tags that do not fit, a text that ends early. Entities: the five named
// ones and numeric ones; any other stays as it is written, none is ever expanded or fetched.
// Elements nested deeper than limits::metadata_nesting_max are left out; no recursion. What is over
// the limits above is left out. Never fails. Cost: one pass.
// Source: ISO 16684-1:2019, clause 7 and annex C
std::vector<XmpProperty> read_xmp(std::string_view packet);

// The XMP packets among a file's metadata: those that are whole, then what JPEG files spread over
// several segments (extended XMP), put together. An extension with missing or overlapping pieces is
// left out; at most four of them, together at most limits::metadata_bytes_max bytes.
// Source: Adobe XMP specification, part 3 (2020), 1.1.3.1
std::vector<std::string> xmp_packets(const std::vector<MetadataBlock>& blocks);

}  // namespace pixiu::media
