#include "media/xml_scan.h"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace pixiu::media {
namespace {

TEST(XmlScan, every_occurrence_is_found_with_what_its_prefix_stands_for) {
  const auto found = xml_properties(
      "<r xmlns:a=\"uri:a\" a:P=\"1\"><b:P>2</b:P><c xmlns:b='uri:b'/><P>&#51;</P>"
      "<a:P rdf:resource=\"4\"/><a:P><rdf:Seq><rdf:li>5</rdf:li></rdf:Seq></a:P></r>",
      "P", 10);
  ASSERT_EQ(found.size(), 5u);
  for (std::size_t index = 0; index < found.size(); ++index) {
    EXPECT_EQ(found[index].value, std::to_string(index + 1));
  }
  EXPECT_EQ(found[0].namespace_uri, "uri:a");
  EXPECT_EQ(found[1].namespace_uri, "uri:b");
  EXPECT_EQ(found[1].prefix, "b");
  EXPECT_EQ(found[2].namespace_uri, "");
}

TEST(XmlScan, no_more_occurrences_than_asked_for_are_given) {
  EXPECT_EQ(xml_properties("<a P='1'/><a P='2'/><P>3</P>", "P", 2).size(), 2u);
}

TEST(XmlScan, well_formed_texts_are_told_from_others) {
  for (const char* xml :
       {"", "<a/>", "<?xpacket begin=\"\"?\?><a b='c'><d>e &amp; f</d></a><?xpacket end=\"w\"?>",
        "<a><!-- < & --><![CDATA[ <&> ]]></a >", "<a b = \"1\" c='2'/>"}) {
    EXPECT_TRUE(is_well_formed_xml(xml)) << xml;
  }
  for (const char* xml : {"<a>", "</a>", "<a></b>", "<a b=1/>", "<a b/>", "<a", "<?x", "<!-- -",
                          "<a>&</a>", "<a b='&'/>", "<a><b></a></b>", "< a/>"}) {
    EXPECT_FALSE(is_well_formed_xml(xml)) << xml;
  }
}

TEST(XmlScan, nesting_beyond_the_limit_is_ill_formed) {
  const auto nested = [](int depth) {
    std::string xml;
    for (int level = 0; level < depth; ++level) xml += "<a>";
    for (int level = 0; level < depth; ++level) xml += "</a>";
    return xml;
  };
  EXPECT_TRUE(is_well_formed_xml(nested(64)));
  EXPECT_FALSE(is_well_formed_xml(nested(65)));
}

RC_GTEST_PROP(XmlScanProperty, any_text_is_survived, (const std::string& text)) {
  xml_properties("<a xmlns:b='c' " + text, "P", 4);
  xml_properties("<b:P>" + text, "P", 4);
  is_well_formed_xml("<a>" + text + "</a>");
}

}  // namespace
}  // namespace pixiu::media
