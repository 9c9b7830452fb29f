#include "media/riff/chunks.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace pixiu::media::riff {
namespace {

using namespace std::string_literals;

std::vector<Chunk> chunks_of(const std::string& file) {
  ChunkWalk walk(bytes_of(file));
  std::vector<Chunk> chunks;
  while (const auto chunk = walk.next()) chunks.push_back(*chunk);
  return chunks;
}

const std::string head = "RIFF\0\0\0\0WEBP"s;

TEST(riff_chunks, are_walked_with_their_pad_bytes) {
  const std::string file = head + "VP8 \3\0\0\0abc\0"s + "XMP \1\0\0\0x"s;
  const auto chunks = chunks_of(file);
  ASSERT_EQ(chunks.size(), 2U);
  EXPECT_EQ(chunks[0].type, "VP8 ");
  EXPECT_EQ(text_of(chunks[0].data), "abc");
  EXPECT_EQ(chunks[0].size_bytes, 12U);
  EXPECT_EQ(text_of(chunks[1].data), "x");
  EXPECT_EQ(chunks[1].offset_bytes + chunks[1].size_bytes, file.size()) << "pad byte missing";
  EXPECT_FALSE(chunks[1].is_cut_off);
}

TEST(riff_chunks, a_chunk_that_declares_a_gigabyte_ends_at_the_file) {
  const std::string file = head + "C2PA\0\0\0\x40xy"s;
  const auto chunks = chunks_of(file);
  ASSERT_EQ(chunks.size(), 1U);
  EXPECT_TRUE(chunks[0].is_cut_off);
  EXPECT_EQ(text_of(chunks[0].data), "xy");
}

TEST(riff_chunks, a_few_bytes_behind_the_last_chunk_are_reported) {
  const auto chunks = chunks_of(head + "abc"s);
  ASSERT_EQ(chunks.size(), 1U);
  EXPECT_TRUE(chunks[0].is_cut_off);
}

TEST(riff_chunks, a_file_of_another_kind_is_told_apart) {
  EXPECT_TRUE(is_riff(bytes_of(head)));
  EXPECT_FALSE(is_riff(bytes_of("RIFF")));
  EXPECT_FALSE(is_riff(bytes_of("\x89PNG\r\n\x1A\n____")));
}

}  // namespace
}  // namespace pixiu::media::riff
