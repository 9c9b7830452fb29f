#include "media/bmff/boxes.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace pixiu::media::bmff {
namespace {

using namespace std::string_literals;

std::vector<Box> boxes_of(const std::string& file) {
  BoxWalk walk(bytes_of(file));
  std::vector<Box> boxes;
  while (const auto box = walk.next()) boxes.push_back(*box);
  return boxes;
}

TEST(bmff_boxes, are_walked_by_their_sizes) {
  const std::string file =
      "\0\0\0\x0C"
      "ftypheic"s +
      "\0\0\0\x08"
      "free"s;
  const auto boxes = boxes_of(file);
  ASSERT_EQ(boxes.size(), 2U);
  EXPECT_EQ(boxes[0].type, "ftyp");
  EXPECT_EQ(text_of(content_of(bytes_of(file), boxes[0])), "heic");
  EXPECT_EQ(boxes[1].offset_bytes, 12U);
  EXPECT_FALSE(boxes[1].is_cut_off);
}

TEST(bmff_boxes, a_size_of_sixty_four_bits_is_read) {
  const std::string file =
      "\0\0\0\1mdat\0\0\0\0\0\0\0\x12"
      "ab"s +
      "\0\0\0\0free12"s;
  const auto boxes = boxes_of(file);
  ASSERT_EQ(boxes.size(), 2U);
  EXPECT_EQ(text_of(content_of(bytes_of(file), boxes[0])), "ab");
  EXPECT_EQ(boxes[1].size_bytes, 10U) << "size 0 reaches to the end";
}

TEST(bmff_boxes, what_declares_a_gigabyte_or_nothing_ends_the_walk) {
  for (const std::string& file :
       {"\x40\0\0\0mdatabc"s, "\0\0\0\4mdatabc"s, "\0\0\0\1mdat\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"s,
        "\0\0\0\1mdat"s, "\0\0\0"s}) {
    const auto boxes = boxes_of(file);
    ASSERT_EQ(boxes.size(), 1U);
    EXPECT_TRUE(boxes[0].is_cut_off);
    EXPECT_EQ(boxes[0].end_bytes(), file.size());
  }
}

TEST(bmff_boxes, children_of_meta_begin_behind_version_and_flags_but_not_in_quicktime) {
  const std::string iso = "\0\0\0\x14meta\0\0\0\0\0\0\0\x08hdlr"s;
  const std::string quicktime = "\0\0\0\x10meta\0\0\0\x08hdlr"s;
  EXPECT_EQ(children_offset_bytes(bytes_of(iso), boxes_of(iso)[0]), 12U);
  EXPECT_EQ(children_offset_bytes(bytes_of(quicktime), boxes_of(quicktime)[0]), 8U);
}

}  // namespace
}  // namespace pixiu::media::bmff
