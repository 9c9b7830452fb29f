#include "media/exif.h"

#include "media/test_pictures.h"

#include <gtest/gtest.h>

namespace pixiu::media {
namespace {

TEST(exif, orientation_is_read_in_both_byte_orders) {
  for (const bool is_big_endian : {false, true}) {
    const Bytes block = test::exif_block({.orientation = 6, .is_big_endian = is_big_endian});
    EXPECT_EQ(read_exif_summary(block).orientation, 6);
  }
}

TEST(exif, thumbnail_is_found_inside_the_block) {
  const Bytes thumbnail(100, std::byte{7});
  for (const bool is_big_endian : {false, true}) {
    const Bytes block = test::exif_block({.thumbnail = thumbnail, .is_big_endian = is_big_endian});
    const ByteView found = read_exif_summary(block).thumbnail;
    EXPECT_EQ(Bytes(found.begin(), found.end()), thumbnail);
  }
}

TEST(exif, a_thumbnail_reaching_beyond_the_block_is_none) {
  const Bytes thumbnail(100, std::byte{7});
  Bytes block = test::exif_block({.thumbnail = thumbnail});
  block.pop_back();
  EXPECT_TRUE(read_exif_summary(block).thumbnail.empty());
  EXPECT_EQ(read_exif_summary(block).orientation, 1);
}

TEST(exif, a_value_that_is_no_orientation_means_upright) {
  for (const int value : {0, 9, 255, 65535}) {
    const ExifSummary exif = read_exif_summary(test::exif_block({.orientation = value}));
    EXPECT_EQ(exif.orientation, value);
    EXPECT_EQ(orientation_of(exif), 1);
  }
}

TEST(exif, every_cut_of_a_block_is_read_without_harm) {
  const Bytes thumbnail(20, std::byte{7});
  const Bytes block = test::exif_block({.orientation = 3, .thumbnail = thumbnail});
  for (std::size_t size = 0; size < block.size(); ++size) {
    const Bytes cut(block.begin(), block.begin() + static_cast<std::ptrdiff_t>(size));
    EXPECT_TRUE(read_exif_summary(cut).thumbnail.empty());
  }
}

TEST(exif, a_directory_that_leads_to_itself_is_left) {
  Bytes block = test::exif_block({.orientation = 3});
  block[8 + 2 + 12] = std::byte{8};  // next directory: the first one
  EXPECT_EQ(read_exif_summary(block).orientation, 3);
}

}  // namespace
}  // namespace pixiu::media
