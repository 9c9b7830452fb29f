#include "media/id3/frames.h"

#include <string>

#include <gtest/gtest.h>

namespace pixiu::media::id3 {
namespace {

using namespace std::string_literals;

std::string tag_of(const std::string& frames, char version = 3, char flags = 0) {
  return "ID3"s + version + '\0' + flags + "\0\0\0"s + static_cast<char>(frames.size()) + frames;
}

const std::string object = "GEOB\0\0\0\x15\0\0\0application/x\0n\0d\0OK"s;

TEST(id3_frames, an_embedded_object_is_found_where_it_stands) {
  for (const char version : {'\3', '\4'}) {
    const std::string file = tag_of(object + "\0\0\0\0"s, version) + "\xFF\xFB";
    const auto tag = read_tag(bytes_of(file));
    ASSERT_TRUE(tag);
    EXPECT_EQ(tag->size_bytes, file.size() - 2);
    ASSERT_EQ(tag->frames.size(), 1U);
    EXPECT_EQ(tag->frames[0].offset_bytes, 10U);
    const auto found = read_general_object(tag->frames[0].content);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->media_type, "application/x");
    EXPECT_EQ(found->file_name, "n");
    EXPECT_EQ(found->description, "d");
    EXPECT_EQ(text_of(tag->frames[0].content).substr(found->object_offset_bytes), "OK");
  }
}

TEST(id3_frames, unsynchronisation_is_undone_and_the_place_left_open) {
  const std::string file = tag_of("TXXX\0\0\0\3\0\0\0\xFF\0\xE1"s, '\3', '\x80');
  const auto tag = read_tag(bytes_of(file));
  ASSERT_TRUE(tag);
  ASSERT_EQ(tag->frames.size(), 1U);
  EXPECT_EQ(text_of(tag->frames[0].content), "\0\xFF\xE1"s);
  EXPECT_FALSE(tag->frames[0].offset_bytes);
}

TEST(id3_frames, a_frame_that_declares_more_than_the_tag_ends_the_walk) {
  const auto tag = read_tag(bytes_of(tag_of("GEOB\x7F\xFF\xFF\xFF\0\0abc"s)));
  ASSERT_TRUE(tag);
  EXPECT_TRUE(tag->frames.empty());
}

TEST(id3_frames, a_tag_cut_off_by_the_files_end_says_so) {
  const std::string file = "ID3\3\0\0\x7F\x7F\x7F\x7F"s + object;
  const auto tag = read_tag(bytes_of(file));
  ASSERT_TRUE(tag);
  EXPECT_TRUE(tag->is_cut_off);
  EXPECT_EQ(tag->size_bytes, file.size());
  EXPECT_EQ(tag->frames.size(), 1U);
}

TEST(id3_frames, every_cut_of_a_tag_is_read_without_harm) {
  const std::string file = tag_of(object);
  for (std::size_t size = 0; size < file.size(); ++size) {
    const auto tag = read_tag(bytes_of(file).first(size));
    EXPECT_TRUE(!tag || tag->frames.empty());
  }
  for (std::size_t size = 0; size < object.size() - 10; ++size) {
    (void)read_general_object(bytes_of(object).subspan(10, size));
  }
}

}  // namespace
}  // namespace pixiu::media::id3
