#include "media/ai_marks.h"

#include "media/decode.h"
#include "media/encode.h"
#include "media/metadata_blocks.h"
#include "media/test_pictures.h"
#include "media/xml_scan.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace pixiu::media {
namespace {

using namespace std::string_literals;

constexpr const char* label = R"({"Label":"1","ContentProducer":"001","ProduceID":"7"})";
constexpr const char* source_type =
    "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";

Bytes bytes_from(const std::string& text) {
  const ByteView view = bytes_of(text);
  return {view.begin(), view.end()};
}

std::string in_xmp(const std::string& inner, const std::string& attributes = "") {
  return "<?xpacket begin=\"\"?\?><x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
         "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description "
         "xmlns:T=\"http://www.tc260.org.cn/ns/AIGC/1.0/\" "
         "xmlns:ie=\"http://iptc.org/std/Iptc4xmpExt/2008-02-29/\" " +
         attributes + ">" + inner +
         "</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"w\"?\?>";
}

// --- XMP ---

TEST(AiMarks, the_label_is_read_from_an_element_an_attribute_and_under_a_wrong_prefix) {
  const std::string escaped = "{&quot;Label&quot;:&#34;1&#x22;}";
  const std::string expected = R"({"Label":"1"})";
  EXPECT_EQ(ai_marks_in_xmp(in_xmp("<T:AIGC>" + escaped + "</T:AIGC>")).aigc, expected);
  EXPECT_EQ(ai_marks_in_xmp(in_xmp("", "T:AIGC=\"" + escaped + "\"")).aigc, expected);
  EXPECT_EQ(ai_marks_in_xmp(in_xmp("", "T:AIGC='" + expected + "'")).aigc, expected);
  EXPECT_EQ(ai_marks_in_xmp("<d C260:AIGC=\"" + escaped + "\"/>").aigc, expected);
  EXPECT_EQ(ai_marks_in_xmp(in_xmp("<T:AIGC><![CDATA[" + expected + "]]></T:AIGC>")).aigc,
            expected);
}

TEST(AiMarks, an_outer_wrapper_is_taken_off_and_the_order_inside_stays) {
  const std::string wrapped = R"({"AIGC":{"Label":"1","ContentProducer":"z","A":"b"}})";
  const auto marks = ai_marks_in_xmp("<d T:AIGC='" + wrapped + "'/>");
  EXPECT_EQ(marks.aigc, R"({"Label":"1","ContentProducer":"z","A":"b"})");
}

TEST(AiMarks, the_namespace_wins_over_another_property_of_the_same_name) {
  const auto marks =
      ai_marks_in_xmp(in_xmp("<o:AIGC>{\"other\":1}</o:AIGC><T:AIGC>{\"right\":1}</T:AIGC>"));
  EXPECT_EQ(marks.aigc, "{\"right\":1}");
}

TEST(AiMarks, the_source_type_is_read_in_all_its_spellings) {
  const std::string type = source_type;
  for (const std::string& xmp :
       {in_xmp("<ie:DigitalSourceType> " + type + "\n</ie:DigitalSourceType>"),
        in_xmp("", "ie:DigitalSourceType=\"" + type + "\""),
        in_xmp("<ie:DigitalSourceType rdf:resource=\"" + type + "\"/>")}) {
    EXPECT_EQ(ai_marks_in_xmp(xmp).digital_source_type, type) << xmp;
  }
}

TEST(AiMarks, words_that_only_look_like_marks_are_none) {
  for (const std::string xmp :
       {"AIGC {\"Label\":\"1\"}", "<dc:title>AIGC</dc:title>", "<!-- <T:AIGC>{}</T:AIGC> -->",
        "<d xmlns:AIGC=\"http://x/\"/>", "<T:AIGC>no label</T:AIGC>", "<T:AIGC/>", "<T:AIGC", ""}) {
    EXPECT_TRUE(ai_marks_in_xmp(xmp).is_empty()) << xmp;
  }
}

TEST(AiMarks, oversized_ones_are_left_out) {
  const std::string large(aigc_bytes_max + 1, 'x');
  EXPECT_TRUE(ai_marks_in_xmp("<d T:AIGC='{\"a\":\"" + large + "\"}'/>").is_empty());
  EXPECT_TRUE(ai_marks_in_xmp("<d e:DigitalSourceType='" + large + "'/>").is_empty());
  EXPECT_TRUE(
      ai_marks_in_xmp("<d T:AIGC='" + "{\"AIGC\":"s + std::string(4000, '[') + "'/>").is_empty());
}

RC_GTEST_PROP(AiMarksProperty, a_packet_we_write_is_read_back, (const std::string& text)) {
  std::string inner = text;
  std::erase_if(inner, [](unsigned char c) { return c < 0x21 || c > 0x7E; });
  const AiMarks marks{"x" + inner, "{" + inner + "}"};
  RC_PRE(marks.digital_source_type->size() <= digital_source_type_bytes_max);
  RC_ASSERT(ai_marks_in_xmp(xmp_packet_of(marks)) == marks);
}

RC_GTEST_PROP(AiMarksProperty, any_text_is_survived, (const std::string& text)) {
  ai_marks_in_xmp("<a " + text);
  ai_marks_in_xmp("<T:AIGC>" + text);
  RC_ASSERT(without_entities(text).size() <= text.size());
}

// --- files ---

TEST(AiMarks, a_jpeg_keeps_its_picture_when_it_gets_a_packet) {
  const cv::Mat picture = test::quarters(40, 30);
  const Bytes plain = encode_jpeg(picture, 90).value();
  const AiMarks marks{source_type, label};
  const Bytes marked = with_xmp(plain, xmp_packet_of(marks)).value();
  EXPECT_EQ(read_ai_marks(marked), marks);
  EXPECT_TRUE(read_ai_marks(plain).is_empty());
  EXPECT_EQ(test::largest_difference(decode_photo(plain)->pixels, decode_photo(marked)->pixels), 0);
}

TEST(AiMarks, a_packet_too_large_for_a_segment_is_refused) {
  const Bytes plain = encode_jpeg(test::quarters(40, 30), 90).value();
  EXPECT_EQ(with_xmp(plain, std::string(65'534 - 29, 'x')).error().code, ErrorCode::limit_exceeded);
  EXPECT_TRUE(with_xmp(plain, std::string(65'533 - 29, 'x')));
  EXPECT_EQ(with_xmp(bytes_from("text"), "x").error().code, ErrorCode::invalid_input);
}

TEST(AiMarks, a_bare_label_in_a_jpeg_segment_is_read) {
  const Bytes plain = encode_jpeg(test::quarters(40, 30), 90).value();
  const std::string payload = "AIGC"s + label;
  EXPECT_EQ(read_ai_marks(test::with_jpeg_segment(plain, 0xEA, bytes_of(payload))).aigc, label);
}

// A TIFF block whose EXIF directory holds one user comment.
Bytes exif_with_comment(const std::string& comment) {
  const auto little = [](std::uint32_t value, int bytes) {
    std::string text;
    for (int index = 0; index < bytes; ++index) text += static_cast<char>(value >> 8 * index & 255);
    return text;
  };
  const auto entry = [&](std::uint32_t tag, std::uint32_t type, std::size_t count,
                         std::uint32_t value) {
    return little(tag, 2) + little(type, 2) + little(static_cast<std::uint32_t>(count), 4) +
           little(value, 4);
  };
  return bytes_from("II*\0"s + little(8, 4) +                                // at 8: IFD0
                    little(1, 2) + entry(0x8769, 4, 1, 26) + little(0, 4) +  // at 26: EXIF
                    little(1, 2) + entry(0x9286, 7, comment.size(), 44) + little(0, 4) + comment);
}

TEST(AiMarks, the_exif_user_comment_is_read) {
  const std::string wrapped = "{\"AIGC\":"s + label + "}";
  const Bytes plain = encode_jpeg(test::quarters(40, 30), 90).value();
  for (const std::string& code : {"ASCII\0\0\0"s, "\0\0\0\0\0\0\0\0"s}) {
    const Bytes block = exif_with_comment(code + wrapped);
    const std::string segment = "Exif\0\0"s + std::string(text_of(block));
    EXPECT_EQ(read_ai_marks(test::with_jpeg_segment(plain, 0xE1, bytes_of(segment))).aigc, label);
  }
  const Bytes other = exif_with_comment("ASCII\0\0\0{\"note\":\"a dog\"}"s);
  const std::string segment = "Exif\0\0"s + std::string(text_of(other));
  EXPECT_TRUE(read_ai_marks(test::with_jpeg_segment(plain, 0xE1, bytes_of(segment))).is_empty());
}

TEST(AiMarks, every_cut_of_an_exif_block_is_survived) {
  const Bytes whole = exif_with_comment("ASCII\0\0\0{\"AIGC\":{}}"s);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_TRUE(exif_field(ByteView(whole).first(size), 0x9286, true).empty()) << size;
  }
}

std::string big_endian(std::uint32_t value) {
  std::string text;
  for (int shift = 24; shift >= 0; shift -= 8) text += static_cast<char>(value >> shift & 255);
  return text;
}

Bytes png_with_chunk(const std::string& type, const std::string& data, bool is_last = false) {
  const Bytes plain = encode_png(test::quarters(8, 8)).value();
  std::string text(text_of(plain));
  const std::string chunk =
      big_endian(static_cast<std::uint32_t>(data.size())) + type + data + "crc?";
  text.insert(is_last ? text.size() - 12 : 33, chunk);
  return bytes_from(text);
}

TEST(AiMarks, png_texts_are_read_before_and_behind_the_pixels) {
  for (const bool is_last : {false, true}) {
    EXPECT_EQ(read_ai_marks(png_with_chunk("tEXt", "AIGC\0"s + label, is_last)).aigc, label);
  }
  const std::string xmp = in_xmp("<T:AIGC>"s + label + "</T:AIGC>");
  EXPECT_EQ(read_ai_marks(png_with_chunk("iTXt", "XML:com.adobe.xmp\0\0\0\0\0"s + xmp)).aigc,
            label);
  EXPECT_EQ(read_ai_marks(png_with_chunk("tEXt", "XML:com.adobe.xmp\0"s + xmp)).aigc, label);
  EXPECT_TRUE(read_ai_marks(png_with_chunk("tEXt", "Comment\0"s + label)).is_empty());
}

TEST(AiMarks, compressed_png_texts_are_read) {
  const std::string packed =  // {"Label":"1"} through zlib
      "\x78\x9c\xab\x56\xf2\x49\x4c\x4a\xcd\x51\xb2\x52\x32\x54\xaa\x05\x00\x1c\x4a\x03\xcc"s;
  EXPECT_EQ(read_ai_marks(png_with_chunk("zTXt", "AIGC\0\0"s + packed)).aigc, R"({"Label":"1"})");
  EXPECT_EQ(read_ai_marks(png_with_chunk("iTXt", "AIGC\0\1\0\0\0"s + packed)).aigc,
            R"({"Label":"1"})");
  const std::string cut = packed.substr(0, packed.size() - 8);
  EXPECT_TRUE(read_ai_marks(png_with_chunk("zTXt", "AIGC\0\0"s + cut)).is_empty());
}

TEST(AiMarks, webp_and_gif_packets_are_read) {
  const std::string xmp = in_xmp("<T:AIGC>"s + label + "</T:AIGC>");
  std::string webp(text_of(test::webp(test::quarters(8, 8))));
  std::string size = big_endian(static_cast<std::uint32_t>(xmp.size()));
  std::reverse(size.begin(), size.end());
  webp += "XMP " + size + xmp;
  EXPECT_EQ(read_ai_marks(bytes_of(webp)).aigc, label);

  std::string trailer = "\1";
  for (int value = 255; value >= 0; --value) trailer += static_cast<char>(value);
  trailer += '\0';
  const std::string gif = "GIF89a\1\0\1\0\0\0\0"s + "\x21\xFF\x0BXMP DataXMP" + xmp + trailer + ";";
  EXPECT_EQ(read_ai_marks(bytes_of(gif)).aigc, label);
}

TEST(AiMarks, every_cut_of_a_marked_file_is_survived) {
  const AiMarks marks{source_type, label};
  const Bytes jpeg =
      with_xmp(encode_jpeg(test::quarters(16, 16), 80).value(), xmp_packet_of(marks)).value();
  const Bytes png = png_with_chunk("tEXt", "AIGC\0"s + label);
  for (const Bytes& file : {jpeg, png}) {
    for (std::size_t size = 0; size < file.size(); ++size) {
      read_ai_marks(ByteView(file).first(size));
    }
  }
}

TEST(AiMarks, files_as_vendors_write_them_are_read) {
  const char* shared = std::getenv("PIXIU_SHARED");
  const auto folder =
      std::filesystem::path(shared != nullptr ? shared : "../shared") / "data/marks";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no data at " << folder;
  const auto marks_of = [&folder](const char* name) {
    std::ifstream file(folder / name, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    EXPECT_FALSE(text.empty()) << name;
    return read_ai_marks(bytes_of(text));
  };
  EXPECT_EQ(marks_of("doubao_gray_1x1_1.png").aigc->substr(0, 60),
            R"({"Label":"1","ContentProducer":"001191110102MACQD9K64010000")");
  EXPECT_EQ(marks_of("jimeng_cap_C.png").aigc->substr(0, 13), R"({"Label":"1",)");
  EXPECT_EQ(marks_of("mj-1.png").digital_source_type, source_type);
  EXPECT_TRUE(marks_of("grok-1.jpg").is_empty());
}

}  // namespace
}  // namespace pixiu::media
