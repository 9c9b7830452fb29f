#include "media/tiff/directory.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu::media::tiff {
namespace {

std::string number(std::uint64_t value, int bytes, bool is_little = true) {
  std::string text;
  for (int i = 0; i < bytes; ++i) {
    text += static_cast<char>(value >> (8 * (is_little ? i : bytes - 1 - i)) & 0xFF);
  }
  return text;
}

std::string tiff(bool is_little) {
  const auto n = [is_little](std::uint64_t value, int bytes) {
    return number(value, bytes, is_little);
  };
  std::string file = std::string(is_little ? "II*\0" : "MM\0*", 4) + n(8, 4) + n(2, 2);
  file += n(256, 2) + n(3, 2) + n(1, 4) + n(4000, 2) + n(0, 2);  // one SHORT, in the entry
  file += n(273, 2) + n(4, 2) + n(2, 4) + n(38, 4);              // two LONGs, elsewhere
  return file + n(38, 4) + n(70'000, 4) + n(7, 4);
}

TEST(TiffBlock, reads_entries_of_both_byte_orders) {
  for (const bool is_little : {true, false}) {
    const std::string file = tiff(is_little);
    const auto block = Block::open(bytes_of(file));
    ASSERT_TRUE(block.has_value());
    EXPECT_EQ(block->is_little_endian(), is_little);
    const Directory directory = block->directory_at(block->first_directory_offset());
    ASSERT_EQ(directory.entries.size(), 2u);
    EXPECT_EQ(block->number(directory.entries[0]), 4000u);
    EXPECT_EQ(block->number(directory.entries[1]), 70'000u);
    EXPECT_EQ(block->number(directory.entries[1], 1), 7u);
    EXPECT_EQ(block->number(directory.entries[1], 2), std::nullopt);
    EXPECT_EQ(directory.next_offset, 38u);
  }
}

TEST(TiffBlock, reads_big_tiff) {
  std::string file = std::string("II+\0\x08\0\0\0", 8) + number(16, 8) + number(1, 8);
  file += number(256, 2) + number(16, 2) + number(1, 8) + number(5'000'000'000, 8) + number(0, 8);
  const auto block = Block::open(bytes_of(file));
  ASSERT_TRUE(block.has_value());
  const Directory directory = block->directory_at(block->first_directory_offset());
  ASSERT_EQ(directory.entries.size(), 1u);
  EXPECT_EQ(block->number(directory.entries[0]), 5'000'000'000u);
  EXPECT_EQ(directory.next_offset, 0u);
}

TEST(TiffBlock, leaves_values_out_that_are_not_inside) {
  std::string file = tiff(true);
  file.replace(26, 4, number(1u << 30, 4));  // the count of the second entry
  const auto block = Block::open(bytes_of(file));
  const Directory directory = block->directory_at(8);
  ASSERT_EQ(directory.entries.size(), 2u);
  EXPECT_TRUE(directory.entries[1].value.empty());
  EXPECT_FALSE(directory.entries[1].field.empty());
}

TEST(TiffBlock, ends_a_directory_where_the_file_ends) {
  const std::string file = tiff(true);
  const auto block = Block::open(bytes_of(file).first(30));
  const Directory directory = block->directory_at(8);
  EXPECT_EQ(directory.entries.size(), 1u);
  EXPECT_EQ(directory.next_offset, std::nullopt);
  EXPECT_TRUE(block->directory_at(0).entries.empty());
  EXPECT_TRUE(block->directory_at(std::uint64_t{1} << 63).entries.empty());
}

TEST(TiffBlock, is_no_other_file) {
  for (const char* text : {"", "II", "II*", "XX*\0\0\0\0\0", "MM*\0\0\0\0\0"}) {
    EXPECT_FALSE(Block::open(bytes_of(text)).has_value());
  }
}

RC_GTEST_PROP(TiffBlockProperty, never_looks_outside,
              (const std::vector<unsigned char>& noise, std::uint64_t offset)) {
  std::string file("II*\0", 4);
  file.append(noise.begin(), noise.end());
  const auto block = Block::open(bytes_of(file));
  RC_ASSERT(block.has_value());
  for (const std::uint64_t at : {offset, offset % (file.size() + 8)}) {
    for (const Entry& entry : block->directory_at(at).entries) {
      const ByteView all = bytes_of(file);
      RC_ASSERT(entry.value.empty() ||
                (entry.value.data() >= all.data() &&
                 entry.value.data() + entry.value.size() <= all.data() + all.size()));
      static_cast<void>(block->number(entry));
    }
  }
}

}  // namespace
}  // namespace pixiu::media::tiff
