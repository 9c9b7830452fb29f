#include "tlog/rederive.h"

#include "tlog/testing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu::tlog {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;

RC_GTEST_PROP(Rederive, both_ways_lead_to_one_root, ()) {
  const auto size = *rc::gen::inRange<std::uint64_t>(0, 3000);
  const auto before = *rc::gen::inRange<std::uint64_t>(0, size + 1);
  testing::MemoryLog log({});
  log.grow(before);
  log.grow(size);
  for (const std::uint64_t derived_before : {std::uint64_t{0}, before}) {
    const auto derived =
        rederive({.size = size, .derived_before_size = derived_before}, log.reader());
    RC_ASSERT(derived.has_value());
    RC_ASSERT(derived->confirms(log.appender().root()));
    // Only what is new is read again, and the rest of its bundle.
    RC_ASSERT(derived->entries_read == size - derived_before / 256 * 256);
  }
}

// Any changed bit in what is stored for the current size keeps the root from being confirmed.
RC_GTEST_PROP(Rederive, any_flipped_bit_is_found_and_named, ()) {
  const auto size = *rc::gen::inRange<std::uint64_t>(1, 1500);
  testing::MemoryLog log({size});
  const Hash root = log.appender().root();
  auto damaged = log.stored.begin();
  std::advance(damaged, *rc::gen::inRange<std::ptrdiff_t>(0, std::ssize(log.stored)));
  const auto at = *rc::gen::inRange<std::size_t>(0, damaged->second.size() * 8);
  damaged->second[at / 8] ^= static_cast<std::byte>(1u << (at % 8));
  const auto derived = rederive({.size = size, .mismatches_max = 1000}, log.reader());
  RC_ASSERT(derived.has_value());
  RC_ASSERT(!derived->confirms(root));
  RC_ASSERT(!derived->mismatches.empty());
  // A damaged entry shows as the tile that no longer fits it; a damaged tile as itself.
  const bool is_bundle = damaged->first.starts_with("tile/entries/");
  const auto is_named = [&](const Mismatch& mismatch) {
    return is_bundle || mismatch.path == damaged->first;
  };
  RC_ASSERT(std::all_of(derived->mismatches.begin(), derived->mismatches.end(), is_named));
}

// What a sequencer asks before it signs: the edge is read, so a change there is seen.
RC_GTEST_PROP(Rederive, a_flipped_bit_at_the_right_edge_is_found_without_reading_everything, ()) {
  const auto before = *rc::gen::inRange<std::uint64_t>(0, 1200);
  const auto size = before + *rc::gen::inRange<std::uint64_t>(1, 700);
  testing::MemoryLog log({});
  log.grow(before);
  const auto old = log.stored;
  log.grow(size);
  const Hash root = log.appender().root();
  std::vector<std::string> written;
  for (const auto& [path, bytes] : log.stored) {
    if (!old.contains(path)) written.push_back(path);
  }
  Bytes& bytes = log.stored[*rc::gen::elementOf(written)];
  const auto at = *rc::gen::inRange<std::size_t>(0, bytes.size() * 8);
  bytes[at / 8] ^= static_cast<std::byte>(1u << (at % 8));
  const auto derived = rederive({.size = size, .derived_before_size = before}, log.reader());
  RC_ASSERT(derived.has_value());
  RC_ASSERT(!derived->confirms(root));
}

TEST(Rederive, names_everything_that_is_damaged) {
  testing::MemoryLog log({600});
  log.stored.erase("tile/entries/000");
  log.stored["tile/entries/002.p/88"].pop_back();
  log.stored["tile/0/001"].pop_back();
  const auto derived = rederive({.size = 600, .mismatches_max = 100}, log.reader());
  ASSERT_TRUE(derived);
  EXPECT_THAT(derived->mismatches, ElementsAre(Field(&Mismatch::path, "tile/entries/000"),
                                               Field(&Mismatch::path, "tile/0/001"),
                                               Field(&Mismatch::path, "tile/entries/002.p/88")));
  EXPECT_FALSE(derived->confirms(log.appender().root()));
}

TEST(Rederive, a_bundle_that_is_gone_leaves_the_root_to_its_tile) {
  testing::MemoryLog log({300});
  log.stored.erase("tile/entries/000");
  const auto derived = rederive({.size = 300, .mismatches_max = 100}, log.reader());
  ASSERT_TRUE(derived);
  EXPECT_EQ(derived->root, log.appender().root());
  EXPECT_EQ(derived->mismatches.size(), 1u);
}

TEST(Rederive, stops_at_the_number_of_mismatches_it_was_given) {
  testing::MemoryLog log({900});
  for (auto& [path, bytes] : log.stored) bytes.pop_back();
  const auto derived = rederive({.size = 900, .mismatches_max = 2}, log.reader());
  ASSERT_TRUE(derived);
  EXPECT_EQ(derived->mismatches.size(), 2u);
}

TEST(Rederive, a_store_that_does_not_answer_is_an_error_and_no_mismatch) {
  const auto derived = rederive({.size = 3}, [](std::string_view) -> Result<Bytes> {
    return Error{ErrorCode::unavailable, "no answer"};
  });
  ASSERT_FALSE(derived);
  EXPECT_EQ(derived.error().code, ErrorCode::unavailable);
}

}  // namespace
}  // namespace pixiu::tlog
