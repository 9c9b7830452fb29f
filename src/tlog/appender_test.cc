#include "tlog/appender.h"

#include "tlog/testing.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu::tlog {
namespace {

TEST(Appender, the_empty_log_has_the_root_of_rfc6962_and_nothing_to_store) {
  Appender appender;
  EXPECT_EQ(appender.root(), empty_root());
  EXPECT_TRUE(appender.take_changes().empty());
}

RC_GTEST_PROP(Appender, the_root_is_the_one_of_the_definition, ()) {
  const auto size = *rc::gen::inRange<std::uint64_t>(1, 3000);
  const testing::MemoryLog log({size});
  RC_ASSERT(log.appender().root() == log.root(size));
}

RC_GTEST_PROP(Appender, a_log_that_is_loaded_goes_on_as_if_it_never_stopped, ()) {
  const auto size = *rc::gen::inRange<std::uint64_t>(0, 1500);
  const auto more = *rc::gen::inRange<std::uint64_t>(0, 600);
  testing::MemoryLog log({size});
  auto loaded = Appender::load(size, log.reader());
  RC_ASSERT(loaded.has_value());
  RC_ASSERT(loaded->root() == log.root(size));
  RC_ASSERT(loaded->take_changes().empty());
  for (std::uint64_t index = size; index < size + more; ++index) {
    RC_ASSERT((loaded->append(bytes_of(testing::entry_of(index))) == Result<std::uint64_t>(index)));
  }
  const testing::MemoryLog before = log;
  log.grow(size + more);
  RC_ASSERT(loaded->root() == log.appender().root());
  for (const Resource& resource : loaded->take_changes()) {
    RC_ASSERT(!before.stored.contains(resource.path));
    RC_ASSERT(log.stored.at(resource.path) == resource.bytes);
    log.stored.erase(resource.path);
  }
  // What was not a change was there before.
  for (const auto& [path, bytes] : log.stored) RC_ASSERT(before.stored.contains(path));
}

TEST(Appender, a_stored_resource_never_changes) {
  testing::MemoryLog log({});
  std::map<std::string, Bytes, std::less<>> seen;
  for (std::uint64_t size = 1; size <= 600; size += size % 7 + 1) {
    log.grow(size);
    for (const auto& [path, bytes] : seen) EXPECT_EQ(log.stored[path], bytes) << path;
    seen = log.stored;
  }
}

TEST(Appender, an_entry_that_is_too_long_changes_nothing) {
  Appender appender;
  ASSERT_TRUE(appender.append(bytes_of("a")));
  const Hash root = appender.root();
  EXPECT_EQ(appender.append(Bytes(65'536)).error().code, ErrorCode::limit_exceeded);
  EXPECT_EQ(appender.root(), root);
  EXPECT_EQ(appender.size(), 1u);
}

TEST(Appender, a_damaged_edge_is_not_loaded) {
  testing::MemoryLog log({300});
  auto damaged = log;
  damaged.stored["tile/0/001.p/44"].pop_back();
  EXPECT_EQ(Appender::load(300, damaged.reader()).error().code, ErrorCode::corrupted);
  damaged = log;
  damaged.stored.erase("tile/1/000.p/1");
  EXPECT_EQ(Appender::load(300, damaged.reader()).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace pixiu::tlog
