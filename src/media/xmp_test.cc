#include "media/xmp.h"

#include "base/limits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu::media {
namespace {

using Kind = XmpProperty::Kind;

// What stands around the properties of most packets.
std::string packet_of(const std::string& inside, const std::string& declarations = "") {
  return "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>"
         "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
         "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
         "<rdf:Description rdf:about=\"\" xmlns:a=\"http://example.org/a/\" " +
         declarations + ">" + inside + "</rdf:Description></rdf:RDF></x:xmpmeta>" +
         "<?xpacket end=\"w\"?>";
}

XmpProperty only_one(const std::string& packet) {
  const std::vector<XmpProperty> found = read_xmp(packet);
  EXPECT_EQ(found.size(), 1u);
  return found.size() == 1 ? found[0] : XmpProperty{};
}

TEST(Xmp, an_element_and_an_attribute_say_the_same) {
  const XmpProperty expected{.namespace_uri = "http://example.org/a/",
                             .local_name = "Name",
                             .value = "x<y & \"z\" A",
                             .path = "a:Name"};
  const std::string value = "x&lt;y &amp; &quot;z&quot; &#x41;";
  EXPECT_EQ(only_one(packet_of("<a:Name>\n " + value + " </a:Name>")), expected);
  EXPECT_EQ(only_one(packet_of("", "a:Name=\"" + value + "\"")), expected);
  EXPECT_EQ(only_one(packet_of("<a:Name><![CDATA[x<y & \"z\" A]]></a:Name>")), expected);
}

TEST(Xmp, a_resource_is_a_value) {
  EXPECT_EQ(only_one(packet_of("<a:Type rdf:resource=\" http://example.org/t \"/>")).value,
            "http://example.org/t");
}

TEST(Xmp, items_are_counted_by_their_property) {
  const auto found = read_xmp(
      packet_of("<a:Names><rdf:Seq><rdf:li>one</rdf:li><rdf:li>two</rdf:li></rdf:Seq></a:Names>"));
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[1].kind, Kind::array_item);
  EXPECT_EQ(found[1].local_name, "Names");
  EXPECT_EQ(found[1].value, "two");
  EXPECT_EQ(found[1].path, "a:Names[2]");
}

TEST(Xmp, fields_of_a_history_keep_their_place) {
  const auto found = read_xmp(
      packet_of("<a:History><rdf:Seq>"
                "<rdf:li rdf:parseType=\"Resource\"><a:action>created</a:action></rdf:li>"
                "<rdf:li a:action=\"saved\" a:softwareAgent=\"Editor 1\"/></rdf:Seq></a:History>"));
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].kind, Kind::struct_field);
  EXPECT_EQ(found[0].path, "a:History[1]/a:action");
  EXPECT_EQ(found[2].path, "a:History[2]/a:softwareAgent");
  EXPECT_EQ(found[2].value, "Editor 1");
}

TEST(Xmp, a_prefix_is_resolved_wherever_it_is_declared) {
  EXPECT_EQ(only_one("<b:X xmlns:b='urn:b'>1</b:X>").namespace_uri, "urn:b");
  EXPECT_EQ(only_one("<X xmlns='urn:default'>1</X>").namespace_uri, "urn:default");
  const auto found = read_xmp("<b:X>1</b:X><rdf:Description xmlns:b='urn:late'/>");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].namespace_uri, "urn:late");
  const auto nested = read_xmp("<r xmlns:b='urn:1'><b:X xmlns:b='urn:2'>1</b:X><b:X>2</b:X></r>");
  ASSERT_EQ(nested.size(), 2u);
  EXPECT_EQ(nested[0].namespace_uri, "urn:2");
  EXPECT_EQ(nested[1].namespace_uri, "urn:1");
}

TEST(Xmp, a_prefix_that_is_declared_nowhere_has_no_namespace) {
  const XmpProperty found = only_one(packet_of("<c:AIGC>{}</c:AIGC>"));
  EXPECT_EQ(found.namespace_uri, "");
  EXPECT_EQ(found.local_name, "AIGC");
}

TEST(Xmp, a_malformed_wrapper_is_read_all_the_same) {
  EXPECT_EQ(only_one("<?xml version=\"1.0\"?><?xpacket begin=\"\" id=\"x\"?\?>"
                     "<rdf:Description xmlns:a=\"urn:a\"><a:X>1</a:X></wrong></rdf:Description>"
                     "<?xpacket end=\"w\"?\?>")
                .value,
            "1");
}

TEST(Xmp, what_a_cut_off_packet_tells_is_kept) {
  const XmpProperty found = only_one("<rdf:Description xmlns:a=\"urn:a\"><a:X>12");
  EXPECT_EQ(found.value, "12");
  EXPECT_EQ(found.namespace_uri, "urn:a");
}

TEST(Xmp, no_entity_is_expanded_or_fetched) {
  const XmpProperty found = only_one(
      "<!DOCTYPE r [<!ENTITY a \"aaaa\"><!ENTITY f SYSTEM \"file:///etc/passwd\">]>"
      "<b:X xmlns:b='urn:b'>&a;&f;</b:X>");
  EXPECT_EQ(found.value, "&a;&f;");
}

TEST(Xmp, comments_and_names_in_texts_are_no_properties) {
  EXPECT_TRUE(read_xmp("<!-- <a:X>1</a:X> -->").empty());
  EXPECT_TRUE(read_xmp("AIGC jumb a:X=\"1\"").empty());
  EXPECT_EQ(only_one("<a:X b=\"<c:Y>1</c:Y>\"/>").local_name, "b");
}

TEST(Xmp, depth_count_and_length_are_bounded) {
  std::string deep;
  for (int i = 0; i < 5000; ++i) deep += "<a:n>";
  deep += "x";
  for (int i = 0; i < 5000; ++i) deep += "</a:n>";
  deep += "<a:Last>1</a:Last>";
  const auto found = read_xmp(deep);
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found.back().local_name, "Last");
  EXPECT_EQ(found.back().kind, Kind::simple);

  std::string many;
  for (std::size_t i = 0; i < xmp_properties_max + 10; ++i) many += "<a:n>1</a:n>";
  EXPECT_EQ(read_xmp(many).size(), xmp_properties_max);

  const XmpProperty cut = only_one("<a:n>" + std::string(xmp_value_bytes_max + 9, 'v') + "</a:n>");
  EXPECT_TRUE(cut.is_cut_off);
  EXPECT_EQ(cut.value.size(), xmp_value_bytes_max);
}

RC_GTEST_PROP(Xmp, any_text_is_read_without_harm, (const std::vector<std::uint8_t>& choices)) {
  static constexpr std::string_view pieces[] = {
      "<a:b>", "</a:b>",   "<",         ">",         "\"",          "'",     "/>",
      "a:c=",  "<?",       "?>",        "<!--",      "-->",         "&amp;", "<![CDATA[",
      "]]>",   "<rdf:li>", "</rdf:li>", "<rdf:Seq>", "xmlns:a='u'", " ",     "rdf:resource="};
  std::string text;
  for (const std::uint8_t choice : choices) text += pieces[choice % std::size(pieces)];
  for (const XmpProperty& property : read_xmp(text)) {
    RC_ASSERT(!property.local_name.empty() || !property.path.empty());
    RC_ASSERT(property.path.size() <= xmp_path_bytes_max + 8);
  }
}

MetadataBlock piece(char guid, std::uint32_t size, std::uint32_t offset, std::string_view text) {
  std::string bytes("http://ns.adobe.com/xmp/extension/");
  bytes += '\0';
  bytes += std::string(32, guid);
  for (const std::uint32_t number : {size, offset}) {
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(number >> shift);
  }
  bytes += text;
  const ByteView view = bytes_of(bytes);
  return {MetadataBlock::Kind::segment, "", Bytes(view.begin(), view.end())};
}

TEST(XmpPackets, an_extension_is_put_together_in_any_order) {
  EXPECT_THAT(xmp_packets({piece('A', 6, 3, "def"), piece('A', 6, 0, "abc")}),
              testing::ElementsAre("abcdef"));
}

TEST(XmpPackets, an_extension_with_a_gap_or_a_false_size_is_left_out) {
  EXPECT_TRUE(xmp_packets({piece('A', 6, 0, "ab"), piece('A', 6, 3, "def")}).empty());
  EXPECT_TRUE(xmp_packets({piece('A', 6, 0, "abcd"), piece('A', 6, 3, "def")}).empty());
  EXPECT_TRUE(xmp_packets({piece('A', 0xFFFFFFFF, 0, "abc")}).empty());
}

TEST(XmpPackets, only_a_few_extensions_are_taken) {
  std::vector<MetadataBlock> blocks;
  for (char guid = 'A'; guid <= 'Z'; ++guid) blocks.push_back(piece(guid, 3, 0, "abc"));
  EXPECT_EQ(xmp_packets(blocks).size(), 4u);
}

}  // namespace
}  // namespace pixiu::media
