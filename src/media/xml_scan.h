#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pixiu::media {

// Where properties stand in XML, for those who edit it or judge its form; what they say is
// read_xmp's (media/xmp.h).

// One occurrence of a property, with what its prefix stands for.
struct XmlProperty {
  std::string value;          // entities decoded; of an element also that of its first rdf:li
  std::string prefix;         // may be empty
  std::string namespace_uri;  // as the prefix is declared anywhere in the text; empty when nowhere
  // Where the value stands in the text as written, without quotes; of an element from behind its
  // start tag (or that of its first rdf:li) to the next '<', or to the end of its CDATA section.
  std::size_t offset_bytes = 0;
  std::size_t size_bytes = 0;
};

// Every occurrence of a property by its local name, in the text's order, in XML as vendors write
// it, which no strict parser accepts: the text of the element, its rdf:resource, or an attribute.
// At most `count_max`. Comments and processing instructions are stepped over. No recursion; never
// reads outside the text. Cost: two passes.
std::vector<XmlProperty> xml_properties(std::string_view xml, std::string_view local_name,
                                        std::size_t count_max);

// Whether tags are closed in order, attributes quoted, comments and instructions ended, and '&'
// begins an entity: what XML asks of a document's form (no names and no namespaces are checked).
// One pass; nesting beyond limits::metadata_nesting_max counts as ill-formed.
bool is_well_formed_xml(std::string_view xml);

// `text` with &quot; &apos; &amp; &lt; &gt; and numeric references replaced (UTF-8); unknown ones
// stay as they are.
std::string without_entities(std::string_view text);

// `text` fit to stand in an element or an attribute: & < > " and ' as entities.
std::string with_entities(std::string_view text);

}  // namespace pixiu::media
