#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pixiu::media {

// The value of a property in XML as vendors write it, which no strict parser accepts: the text of
// the element, its rdf:resource, or an attribute, whichever comes first; entities decoded.
//
// `namespace_uri`: only where the name's prefix is declared with this URI anywhere in the text;
// empty takes any prefix. Comments and processing instructions are stepped over. One pass (two with
// a URI), no recursion; never reads outside the text.
std::optional<std::string> xml_property(std::string_view xml, std::string_view namespace_uri,
                                        std::string_view local_name);

// `text` with &quot; &apos; &amp; &lt; &gt; and numeric references replaced (UTF-8); unknown ones
// stay as they are.
std::string without_entities(std::string_view text);

}  // namespace pixiu::media
