#include "tlog/entry_bundle.h"

#include "tlog/testing.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu::tlog {
namespace {

RC_GTEST_PROP(EntryBundle, entries_come_out_as_they_went_in,
              (const std::vector<std::string>& texts)) {
  RC_PRE(texts.size() <= 256);
  Bytes bundle;
  for (const std::string& text : texts) RC_ASSERT(append_entry(bundle, bytes_of(text)).has_value());
  const auto entries = parse_bundle(bundle);
  RC_ASSERT(entries.has_value());
  RC_ASSERT(entries->size() == texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) RC_ASSERT(text_of((*entries)[i]) == texts[i]);
}

TEST(EntryBundle, lengths_are_big_endian) {
  Bytes bundle;
  ASSERT_TRUE(append_entry(bundle, Bytes(258, std::byte{7})));
  EXPECT_EQ(bundle[0], std::byte{1});
  EXPECT_EQ(bundle[1], std::byte{2});
  EXPECT_EQ(bundle.size(), 260u);
}

TEST(EntryBundle, an_entry_over_65535_bytes_is_refused) {
  Bytes bundle;
  EXPECT_TRUE(append_entry(bundle, Bytes(65'535)));
  EXPECT_EQ(append_entry(bundle, Bytes(65'536)).error().code, ErrorCode::limit_exceeded);
}

TEST(EntryBundle, a_cut_bundle_and_a_257th_entry_are_corrupted) {
  Bytes bundle;
  ASSERT_TRUE(append_entry(bundle, bytes_of("abc")));
  for (std::size_t size = 1; size < bundle.size(); ++size) {
    EXPECT_FALSE(parse_bundle(ByteView(bundle).first(size))) << size;
  }
  EXPECT_TRUE(parse_bundle(Bytes(256 * 2)));
  EXPECT_FALSE(parse_bundle(Bytes(257 * 2)));
}

TEST(ReadEntry, finds_each_entry_of_each_published_size) {
  const testing::MemoryLog log({1, 255, 256, 300, 600});
  for (const std::uint64_t size : {1u, 255u, 256u, 300u, 600u}) {
    for (std::uint64_t index = 0; index < size; index += 37) {
      const auto entry = read_entry(log.reader(), index, size);
      ASSERT_TRUE(entry);
      EXPECT_EQ(text_of(*entry), testing::entry_of(index));
    }
  }
}

TEST(ReadEntry, a_bundle_with_too_few_entries_is_corrupted) {
  testing::MemoryLog log({3});
  Bytes& bundle = log.stored["tile/entries/000.p/3"];
  bundle.resize(2 + testing::entry_of(0).size());
  const auto entry = read_entry(log.reader(), 0, 3);
  ASSERT_FALSE(entry);
  EXPECT_EQ(entry.error().code, ErrorCode::corrupted);
}

}  // namespace
}  // namespace pixiu::tlog
