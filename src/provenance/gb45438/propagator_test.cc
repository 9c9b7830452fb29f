#include "provenance/gb45438/propagator.h"

#include "media/decode.h"
#include "media/mp4_tags.h"
#include "media/xml_scan.h"
#include "media/xmp_embed.h"
#include "provenance/gb45438/label.h"
#include "provenance/gb45438/marked_files.h"

#include <cstdlib>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::provenance::gb45438 {
namespace {

using namespace std::string_literals;
using testing::HasSubstr;
using testing::IsEmpty;

const PropagatorMark mark{
    .propagator = "00119144030008867405X220001", .propagate_id = "claim-17", .label = std::nullopt};
const PropagatorMark suspected{
    .propagator = mark.propagator, .propagate_id = mark.propagate_id, .label = '3'};

Result<Bytes> marked(const Bytes& file, const PropagatorMark& by) {
  const auto edits = plan_mark(file, by);
  if (!edits) return edits.error();
  return media::apply(file, *edits);
}

// Marks the file and reads it back: one label, compliant, with the mark; marking again does
// nothing.
Label marked_label(const Bytes& file, const PropagatorMark& by, Bytes* copy = nullptr) {
  const auto written = marked(file, by);
  EXPECT_TRUE(written) << (written ? "" : written.error().message);
  if (!written) return {};
  const Reading reading = read_labels(*written);
  EXPECT_EQ(reading.labels.size(), 1u);
  EXPECT_EQ(state_name(reading.state), "compliant");
  EXPECT_THAT(plan_mark(*written, by).value(), IsEmpty());
  if (copy != nullptr) *copy = *written;
  if (reading.labels.empty()) return {};
  EXPECT_EQ(reading.labels[0].propagator.text, by.propagator);
  EXPECT_EQ(reading.labels[0].propagate_id, by.propagate_id);
  return reading.labels[0];
}

std::string packet_of(const Bytes& file) {
  return media::xmp_places(file).value().at(0).packet;
}

// --- files with a label ---

TEST(PropagatorMark, a_labelled_file_keeps_its_producers_fields) {
  const test::LabelText text{.reserved_1 = "r"};
  const std::string packet = test::xmp_element(text.json());
  for (const Bytes& file :
       {test::jpeg_with_xmp(packet),
        test::jpeg_with_xmp(
            test::xmp("", "TC260:AIGC=\"" + media::with_entities(text.json()) + "\"")),
        test::jpeg_with_xmp(test::xmp("<TC260:AIGC><![CDATA[" + text.json() + "]]></TC260:AIGC>")),
        test::png_with({{"iTXt", "XML:com.adobe.xmp\0\0\0\0\0"s + packet}}),
        test::png_with({{"iTXt", "XML:com.adobe.xmp\0\1\0\0\0"s + test::stored_zlib(packet)}}),
        test::png_with({{"tEXt", "AIGC\0"s + text.json(), true}}),
        test::webp_with("XMP ", packet, true), test::webp_with("XMP ", packet, false),
        test::mp4_with(test::box("udta", test::mp4_meta("AIGC", text.json())), true),
        test::mp4_with(test::box("udta", test::mp4_meta("AIGC", text.json())), false)}) {
    const Label label = marked_label(file, mark);
    EXPECT_EQ(label.says, Says::generated);
    EXPECT_EQ(label.producer.text, text.producer);
    EXPECT_EQ(label.produce_id, text.produce_id);
    EXPECT_EQ(label.reserved_code_1, "r");
  }
}

TEST(PropagatorMark, a_label_without_propagator_keys_gets_them) {
  const Label label = marked_label(
      test::jpeg_with_xmp(
          test::xmp_element(R"({"Label":"1","ContentProducer":"doubao","ProduceID":"7"})")),
      mark);
  EXPECT_EQ(label.producer.text, "doubao");
}

TEST(PropagatorMark, another_propagator_is_never_overwritten) {
  const test::LabelText text{.propagator = "douyin", .propagate_id = "x"};
  const auto file = test::jpeg_with_xmp(test::xmp_element(text.json()));
  EXPECT_EQ(plan_mark(file, mark).error().code, ErrorCode::conflict);
}

TEST(PropagatorMark, what_a_label_says_is_never_changed) {
  const auto file = test::jpeg_with_xmp(test::xmp_element(test::LabelText().json()));
  EXPECT_EQ(plan_mark(file, suspected).error().code, ErrorCode::conflict);
  const auto weak = test::jpeg_with_xmp(test::xmp_element(test::LabelText{.label = "3"}.json()));
  EXPECT_EQ(marked_label(weak, suspected).says, Says::suspected);
}

TEST(PropagatorMark, a_label_in_another_place_is_left_alone) {
  const std::string wrapped = test::LabelText().wrapped();
  for (const Bytes& file : {test::jpeg_with_exif("ASCII\0\0\0"s + wrapped, ""),
                            test::jpeg_with(10, "AIGC" + test::LabelText().json()),
                            test::mp4_with(test::mp4_meta("AIGC", wrapped), true)}) {
    EXPECT_EQ(plan_mark(file, mark).error().code, ErrorCode::unsupported);
  }
}

TEST(PropagatorMark, every_made_file_is_marked_or_refused_and_never_loses_its_label) {
  int marked_count = 0;
  for (const test::MarkedFile& file : test::marked_files()) {
    SCOPED_TRACE(file.name);
    const auto written = marked(file.bytes, mark);
    if (!written) continue;
    ++marked_count;
    const Reading before = read_labels(file.bytes);
    const Reading after = read_labels(*written);
    ASSERT_EQ(after.labels.size(), before.labels.size());
    EXPECT_EQ(after.foremost()->says, before.foremost()->says);
    EXPECT_EQ(after.foremost()->producer.text, before.foremost()->producer.text);
    EXPECT_EQ(after.foremost()->propagate_id, mark.propagate_id);
  }
  EXPECT_GT(marked_count, 30);
}

// --- files without one ---

TEST(PropagatorMark, an_unlabelled_file_gets_a_label_that_says_suspected) {
  const Bytes simple_webp = [] {
    const Bytes file = test::webp_with("ICMT", "x", false);
    Bytes simple(file.begin(), file.begin() + 12);  // without VP8X and the last chunk
    simple.insert(simple.end(), file.begin() + 30, file.end() - 10);
    simple[4] = static_cast<std::byte>(simple.size() - 8);
    return simple;
  }();
  ASSERT_TRUE(media::read_info(simple_webp));
  for (const Bytes& file :
       {test::plain_jpeg(), test::png_with({}), simple_webp, test::webp_with("ICMT", "xy", false),
        test::mp4_with("", true), test::mp4_with("", false),
        test::mp4_with(test::box("udta", test::mp4_meta("title", "x")), true),
        test::mp4_with(test::box("udta", test::mp4_item_list("\xA9too", "Lavf")), true),
        test::mp4_with(test::box("udta", "\0\0\0\0"s), true)}) {
    Bytes copy;
    const Label label = marked_label(file, suspected, &copy);
    EXPECT_EQ(label.says, Says::suspected);
    EXPECT_EQ(plan_mark(file, mark).error().code, ErrorCode::invalid_input);
    if (!media::is_still(media::format_of(file))) continue;
    const auto before = media::decode_photo(file);
    const auto after = media::decode_photo(copy);
    ASSERT_TRUE(before && after);
    EXPECT_EQ(cv::norm(before->pixels, after->pixels), 0);
  }
}

TEST(PropagatorMark, other_properties_of_the_xmp_stay) {
  const std::string packet =
      test::xmp("<dc:title>a &amp; b</dc:title>", "xmp:Rating='5'", "unused");
  for (const Bytes& file : {test::jpeg_with_xmp(packet),
                            test::png_with({{"iTXt", "XML:com.adobe.xmp\0\0\0\0\0"s + packet}}),
                            test::webp_with("XMP ", packet, true)}) {
    Bytes copy;
    marked_label(file, suspected, &copy);
    const std::string after = packet_of(copy);
    const std::size_t end = packet.find("</rdf:RDF>");
    EXPECT_EQ(after.substr(0, end), packet.substr(0, end));
    EXPECT_THAT(after, testing::EndsWith(packet.substr(end)));
  }
}

TEST(PropagatorMark, other_tags_of_a_film_stay) {
  const Bytes file = test::mp4_with(
      test::box("udta", test::mp4_meta("title", "x") + test::box("name", "n")), true);
  Bytes copy;
  marked_label(file, suspected, &copy);
  const auto before = media::read_mp4_tags(file);
  const auto after = media::read_mp4_tags(copy);
  ASSERT_EQ(after.size(), before.size() + 1);
  EXPECT_EQ(after[0].key, "title");
  EXPECT_EQ(text_of(after[0].value), "x");
  EXPECT_EQ(after[2].key, "name");
}

std::string number(std::uint64_t value, int bytes) {
  std::string text;
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
    text += static_cast<char>(value >> shift & 255);
  }
  return text;
}

TEST(PropagatorMark, sample_offsets_are_corrected_where_moov_stands_in_front) {
  for (const bool is_movie_first : {true, false}) {
    for (const int width : {4, 8}) {
      const auto film = [&](std::size_t offset) {
        const std::string table = test::box(
            width == 4 ? "stco" : "co64",
            number(0, 4) + number(2, 4) + number(offset, width) + number(offset + 20, width));
        return test::mp4_with(
            test::box("trak", test::box("mdia", test::box("minf", test::box("stbl", table)))),
            is_movie_first);
      };
      const std::string samples(40, 'x');
      const std::size_t samples_at = text_of(film(0)).find(samples);
      Bytes copy;
      marked_label(film(samples_at), suspected, &copy);
      const std::string_view text = text_of(copy);
      const std::size_t moved_to = text.find(samples);
      EXPECT_EQ(moved_to != samples_at, is_movie_first);
      const std::string entries = number(moved_to, width) + number(moved_to + 20, width);
      EXPECT_NE(text.find(entries), std::string_view::npos);
    }
  }
}

// --- what is refused ---

TEST(PropagatorMark, xmp_that_fills_its_segment_is_refused_and_says_so) {
  const std::string full =
      test::xmp("<dc:note>" + std::string(64'900, 'x') + "</dc:note>", "", "unused");
  const auto refused = plan_mark(test::jpeg_with_xmp(full), suspected);
  EXPECT_EQ(refused.error().code, ErrorCode::limit_exceeded);
  EXPECT_THAT(refused.error().message, HasSubstr("do not fit into a JPEG segment"));
  const std::string padded = test::xmp("<dc:note>x</dc:note>", "", "unused");
  std::string with_padding = padded;
  with_padding.insert(padded.find("<?xpacket end"), std::string(64'900, ' '));
  marked_label(test::jpeg_with_xmp(with_padding), suspected);
}

TEST(PropagatorMark, ill_formed_xmp_is_not_touched) {
  const std::string packet = test::xmp("<dc:title>x", "", "unused");
  EXPECT_EQ(plan_mark(test::jpeg_with_xmp(packet), suspected).error().code, ErrorCode::corrupted);
}

TEST(PropagatorMark, texts_a_label_cannot_hold_are_refused) {
  const auto status = [](const std::string& propagator, const std::string& id,
                         std::optional<char> label) {
    return check_mark({.propagator = propagator, .propagate_id = id, .label = label});
  };
  EXPECT_TRUE(status("name", "1", '2'));
  EXPECT_FALSE(status("", "1", '2'));
  EXPECT_FALSE(status("a b", "1", '2'));
  EXPECT_FALSE(status("平台", "1", '2'));
  EXPECT_FALSE(status("a\"b", "1", '2'));
  EXPECT_FALSE(status("name", std::string(257, 'x'), '2'));
  EXPECT_FALSE(status("name", "1", '1'));
  EXPECT_FALSE(status("00119144030008867405X320001", "1", '2'));
}

TEST(PropagatorMark, other_kinds_of_files_and_broken_ones_are_refused) {
  EXPECT_EQ(plan_mark(test::gif_with_xmp("<a/>"), suspected).error().code, ErrorCode::unsupported);
  const ByteView text = bytes_of("plain text of no kind");
  EXPECT_EQ(plan_mark(text, suspected).error().code, ErrorCode::unsupported);
  const Bytes film = test::mp4_with(test::box("mvex", ""), true);
  EXPECT_EQ(plan_mark(film, suspected).error().code, ErrorCode::unsupported);
  for (const Bytes& file : {test::plain_jpeg(), test::png_with({}), test::mp4_with("", true),
                            test::webp_with("XMP ", test::xmp(""), true)}) {
    for (std::size_t size = 0; size < file.size(); ++size) {
      const Bytes cut(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(size));
      const auto written = marked(cut, suspected);
      if (!written) continue;
      EXPECT_EQ(read_labels(*written).labels.size(), 1u) << size;
    }
  }
}

TEST(FileEdits, edits_outside_or_out_of_order_are_refused) {
  const Bytes file(10, std::byte{1});
  const auto edited = [&](media::FileEdits edits) { return media::apply(file, edits); };
  EXPECT_EQ(edited({{2, 3, {}}, {5, 0, Bytes(1)}})->size(), 8u);
  EXPECT_FALSE(edited({{11, 0, {}}}));
  EXPECT_FALSE(edited({{9, 2, {}}}));
  EXPECT_FALSE(edited({{5, 2, {}}, {6, 0, {}}}));
  EXPECT_FALSE(edited(media::FileEdits(media::file_edits_max + 1)));
}

}  // namespace
}  // namespace pixiu::provenance::gb45438
