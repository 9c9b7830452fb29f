#include "media/mp4_tags.h"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace pixiu::media {
namespace {

using namespace std::string_literals;
using Place = Mp4Tag::Place;

std::string number(std::size_t value) {
  std::string text;
  for (int shift = 24; shift >= 0; shift -= 8) text += static_cast<char>(value >> shift & 255);
  return text;
}

std::string box(const std::string& type, const std::string& content) {
  return number(content.size() + 8) + type + content;
}

std::string data(const std::string& value) {
  return box("data", number(1) + number(0) + value);
}

const std::string handler = box("hdlr", std::string(25, '\0'));
const std::string keys =
    box("keys", number(0) + number(2) + box("mdta", "first") + box("mdta", "second"));
const std::string list = box("ilst", box(number(2), data("two")) + box(number(1), data("one")));
const std::string type = box("ftyp", "isom\0\0\0\0"s);

std::vector<Mp4Tag> tags_of(const std::string& in_movie) {
  return read_mp4_tags(bytes_of(type + box("moov", in_movie)));
}

std::string value_of(const Mp4Tag& tag) {
  return std::string(text_of(tag.value));
}

TEST(Mp4Tags, keys_name_the_items_of_the_list) {
  const auto tags = tags_of(box("udta", box("meta", number(0) + handler + keys + list)));
  ASSERT_EQ(tags.size(), 2u);
  EXPECT_EQ(tags[0].key, "second");
  EXPECT_EQ(value_of(tags[0]), "two");
  EXPECT_EQ(tags[1].key, "first");
  EXPECT_EQ(tags[1].place, Place::user_data_keys);
}

TEST(Mp4Tags, meta_is_read_under_moov_and_as_quicktime_writes_it) {
  const auto tags = tags_of(box("meta", handler + keys + list));
  ASSERT_EQ(tags.size(), 2u);
  EXPECT_EQ(tags[0].place, Place::movie_keys);
}

TEST(Mp4Tags, items_without_keys_are_named_by_their_type_or_their_name_box) {
  const std::string free_form =
      box("----", box("mean", number(0) + "com.x") + box("name", number(0) + "AIGC") + data("v"));
  const auto tags = tags_of(box(
      "udta", box("meta", number(0) + handler + box("ilst", box("cprt", data("c")) + free_form))));
  ASSERT_EQ(tags.size(), 2u);
  EXPECT_EQ(tags[0].key, "cprt");
  EXPECT_EQ(tags[1].key, "AIGC");
  EXPECT_EQ(tags[1].place, Place::item_list);
}

TEST(Mp4Tags, packets_are_read_from_both_of_their_places) {
  const std::string uuid = "\xBE\x7A\xCF\xCB\x97\xA9\x42\xE8\x9C\x71\x99\x94\x91\xE3\xAF\xAC";
  const auto tags = read_mp4_tags(bytes_of(type + box("moov", box("udta", box("XMP_", "<a/>"))) +
                                           box("uuid", uuid + "<b/>") + box("uuid", "other")));
  ASSERT_EQ(tags.size(), 2u);
  EXPECT_EQ(value_of(tags[0]), "<a/>");
  EXPECT_EQ(value_of(tags[1]), "<b/>");
  EXPECT_EQ(tags[1].place, Place::xmp);
}

TEST(Mp4Tags, a_box_that_runs_over_its_parent_ends_it) {
  std::string cut = box("udta", box("meta", number(0) + handler + keys + list));
  cut.replace(8, 4, number(0xFFFFFFF0));
  EXPECT_TRUE(tags_of(cut).empty());
  EXPECT_TRUE(tags_of(number(4) + "udta").empty());
}

TEST(Mp4Tags, other_files_have_none) {
  EXPECT_FALSE(is_iso_media(bytes_of("")));
  EXPECT_FALSE(is_iso_media(bytes_of("\xFF\xD8\xFF\xE0 jpeg bytes")));
  EXPECT_TRUE(read_mp4_tags(bytes_of("text that is no film")).empty());
}

RC_GTEST_PROP(Mp4TagsProperty, any_content_is_survived, (const std::string& text)) {
  tags_of(box("udta", text));
  tags_of(box("udta", box("meta", number(0) + handler + keys + box("ilst", text))));
  tags_of(box("meta", handler + box("keys", text) + list));
}

}  // namespace
}  // namespace pixiu::media
