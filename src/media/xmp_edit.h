#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

namespace pixiu::media {

// A simple property to stand in an XMP packet.
struct XmpText {
  std::string_view namespace_uri;
  std::string_view prefix;  // used where the packet does not have the property yet
  std::string_view name;
  std::string_view value;  // UTF-8
};

// The packet with the property set: its value replaced where it stands, else added in a description
// of its own (about the same resource as the packet's first). Every other byte stays. An empty
// packet gives a new one.
//
// Errors: corrupted when the packet is ill-formed or has no rdf:RDF to add to; conflict when the
// property stands there more than once.
Result<std::string> with_property(std::string_view packet, const XmpText& property);

// The packet without the blanks that pad it in front of its trailer.
std::string without_padding(std::string_view packet);

}  // namespace pixiu::media
