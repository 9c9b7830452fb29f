#include "tlog/tile.h"

#include "tlog/testing.h"

#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu::tlog {
namespace {

// The example of C2SP tlog-tiles.
TEST(TilePath, groups_the_digits_of_an_index) {
  EXPECT_EQ(tile_path({.level = 0, .index = 1'234'067}), "tile/0/x001/x234/067");
  EXPECT_EQ(tile_path({.level = 0, .index = 0}), "tile/0/000");
  EXPECT_EQ(tile_path({.level = 3, .index = 1000, .width = 17}), "tile/3/x001/000.p/17");
  EXPECT_EQ(bundle_path({.index = 273, .width = 112}), "tile/entries/273.p/112");
}

TEST(TilePath, only_the_one_name_of_a_tile_is_read) {
  for (const std::string_view path : {"",
                                      "tile",
                                      "tile/",
                                      "tile/0",
                                      "tile/0/",
                                      "tile/00/000",
                                      "tile/64/000",
                                      "tile/-1/000",
                                      "tile/0/0",
                                      "tile/0/00",
                                      "tile/0/0000",
                                      "tile/0/x000/001",
                                      "tile/0/x000/x000/001",
                                      "tile/0/001/002",
                                      "tile/0/x001",
                                      "tile/0/x001/",
                                      "tile/0/x001/x002",
                                      "tile/0/X001/002",
                                      "tile/0/000.p/0",
                                      "tile/0/000.p/256",
                                      "tile/0/000.p/01",
                                      "tile/0/000.p/",
                                      "tile/0/000.p",
                                      "tile/0/000.p/1/",
                                      "tile/0/000.p/1.p/1",
                                      "tile/0/000/",
                                      "/tile/0/000",
                                      "tile//000",
                                      "tile/0/../000",
                                      "tile/entries",
                                      "tile/entries/",
                                      "tile/entries/../../checkpoint",
                                      "tile/entries/000.p/256",
                                      "tile/data/000",
                                      "tile/0/+01",
                                      "tile/0/ 01",
                                      "tile/0/0\n1",
                                      "tile/0/x999/x999/x999/x999/x999/x999/x999/x999/999",
                                      "tile/8/000",
                                      "tile/7/001",
                                      "checkpoint"}) {
    EXPECT_FALSE(parse_tile_path(path)) << path;
  }
}

RC_GTEST_PROP(TilePath, what_is_written_is_read, ()) {
  const int level = *rc::gen::inRange(0, 7);
  const std::uint64_t highest = ((tree_size_max >> (8 * level)) - 1) / 256;
  const Tile tile{.level = level,
                  .index = *rc::gen::inRange<std::uint64_t>(0, highest) >>
                           *rc::gen::inRange<std::uint64_t>(0, 50),
                  .width = *rc::gen::inRange<std::uint64_t>(1, 257)};
  const auto parsed = parse_tile_path(tile_path(tile));
  RC_ASSERT(parsed.has_value());
  RC_ASSERT(std::get<Tile>(*parsed) == tile);
  const Bundle bundle{.index = tile.index, .width = tile.width};
  const auto parsed_bundle = parse_tile_path(bundle_path(bundle));
  RC_ASSERT(parsed_bundle.has_value());
  RC_ASSERT(std::get<Bundle>(*parsed_bundle) == bundle);
}

// The worked sizes of C2SP tlog-tiles.
TEST(Tiles, a_log_of_70000_has_the_tiles_of_the_specification) {
  const testing::MemoryLog log({70'000});
  std::map<int, std::pair<int, std::set<std::uint64_t>>> levels;  // full tiles, partial widths
  for (const auto& [path, bytes] : log.stored) {
    const auto parsed = parse_tile_path(path);
    ASSERT_TRUE(parsed) << path;
    if (const auto* tile = std::get_if<Tile>(&*parsed)) {
      EXPECT_EQ(bytes.size(), tile->width * 32);
      auto& [full, partial] = levels[tile->level];
      if (tile->width == 256) ++full;
      if (tile->width < 256) partial.insert(tile->width);
    }
  }
  using Partial = std::set<std::uint64_t>;
  ASSERT_EQ(levels.size(), 3u);
  EXPECT_EQ(levels[0], (std::pair{273, Partial{112}}));
  EXPECT_EQ(levels[1], (std::pair{1, Partial{17}}));
  EXPECT_EQ(levels[2], (std::pair{0, Partial{1}}));
}

TEST(Tiles, a_log_of_256_has_one_full_tile_and_one_hash_above) {
  const testing::MemoryLog log({256});
  ASSERT_EQ(log.stored.size(), 3u);
  EXPECT_EQ(log.stored.at("tile/0/000").size(), 8192u);
  EXPECT_EQ(log.stored.at("tile/1/000.p/1").size(), 32u);
  EXPECT_TRUE(log.stored.contains("tile/entries/000"));
}

TEST(ReadTile, takes_the_full_tile_where_the_partial_one_is_gone) {
  testing::MemoryLog log({100, 256});
  const Tile partial{.level = 0, .index = 0, .width = 100};
  const auto before = read_tile(log.reader(), partial);
  ASSERT_TRUE(before);
  log.stored.erase(tile_path(partial));
  EXPECT_EQ(read_tile(log.reader(), partial), before);
}

TEST(ReadTile, a_tile_of_another_size_is_corrupted) {
  testing::MemoryLog log({3});
  log.stored["tile/0/000.p/3"].pop_back();
  const auto read = read_tile(log.reader(), {.level = 0, .index = 0, .width = 3});
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::corrupted);
}

}  // namespace
}  // namespace pixiu::tlog
