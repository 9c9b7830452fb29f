#pragma once

#include "vault/log_store.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

// What every LogStore does; used as event_store_contract_testing.h says. For tests only.
namespace pixiu::vault::testing {

struct LogStoreRig {
  virtual ~LogStoreRig() = default;
  virtual LogStore& log() = 0;
  // A second store over the same files, as another process would have it.
  virtual LogStore& other() = 0;
  virtual void reopen() {}
};

class LogStoreContract
    : public ::testing::TestWithParam<std::function<std::unique_ptr<LogStoreRig>()>> {
 protected:
  void SetUp() override { rig_ = GetParam()(); }

  LogStore& log() { return rig_->log(); }

  std::optional<std::string> read(std::string_view path) {
    const auto bytes = log().read(path, 100'000);
    EXPECT_TRUE(bytes) << bytes.error().message;
    if (!bytes || !*bytes) return std::nullopt;
    return std::string(text_of(**bytes));
  }

  std::unique_ptr<LogStoreRig> rig_;
};

TEST_P(LogStoreContract, files_read_back_and_are_replaced_whole) {
  const auto lock = log().lock();
  ASSERT_TRUE(lock);
  EXPECT_FALSE(read("tile/0/000"));
  const std::string large(8192, 'x');
  ASSERT_TRUE(log().write(std::vector<LogFile>{{"tile/0/000", bytes_of(large)},
                                               {"tile/entries/000.p/3", bytes_of("abc")},
                                               {"tile/0/x001/234.p/255", bytes_of("d")}}));
  rig_->reopen();
  EXPECT_EQ(read("tile/0/000"), large);
  EXPECT_EQ(read("tile/entries/000.p/3"), "abc");
  EXPECT_FALSE(read("tile/entries/000"));
  const std::vector<std::string> expected = {"tile/0/000", "tile/0/x001/234.p/255",
                                             "tile/entries/000.p/3"};
  EXPECT_EQ(*log().paths(), expected);
}

TEST_P(LogStoreContract, a_file_written_again_is_the_new_one) {
  const auto lock = log().lock();
  ASSERT_TRUE(log().write(std::vector<LogFile>{{"tile/0/000.p/1", bytes_of("first, longer")}}));
  ASSERT_TRUE(log().write(std::vector<LogFile>{{"tile/0/000.p/1", bytes_of("second")}}));
  EXPECT_EQ(read("tile/0/000.p/1"), "second");
}

TEST_P(LogStoreContract, a_full_tile_stands_beside_its_partial_ones) {
  const auto lock = log().lock();
  ASSERT_TRUE(log().write(std::vector<LogFile>{{"tile/0/000.p/1", bytes_of("part")},
                                               {"tile/0/000", bytes_of("full")}}));
  EXPECT_EQ(read("tile/0/000.p/1"), "part");
  EXPECT_EQ(read("tile/0/000"), "full");
}

TEST_P(LogStoreContract, a_file_above_the_bound_is_not_read) {
  const auto lock = log().lock();
  ASSERT_TRUE(log().write(std::vector<LogFile>{{"tile/0/000", bytes_of("12345")}}));
  EXPECT_TRUE(log().read("tile/0/000", 5));
  EXPECT_EQ(log().read("tile/0/000", 4).error().code, ErrorCode::limit_exceeded);
}

TEST_P(LogStoreContract, a_checkpoint_is_replaced_only_by_who_knows_it) {
  const auto lock = log().lock();
  EXPECT_FALSE(*log().checkpoint());
  EXPECT_EQ(log().replace_checkpoint("something", "first").error().code, ErrorCode::conflict);
  ASSERT_TRUE(log().replace_checkpoint(std::nullopt, "first\n"));
  EXPECT_EQ(log().replace_checkpoint(std::nullopt, "second").error().code, ErrorCode::conflict);
  rig_->reopen();
  EXPECT_EQ(*log().checkpoint(), "first\n");
  ASSERT_TRUE(log().replace_checkpoint("first\n", "second\n"));
  EXPECT_EQ(log().replace_checkpoint("first\n", "third\n").error().code, ErrorCode::conflict);
  EXPECT_EQ(*log().checkpoint(), "second\n");
}

TEST_P(LogStoreContract, one_at_a_time_may_write) {
  {
    const auto lock = log().lock();
    ASSERT_TRUE(lock);
    EXPECT_EQ(rig_->other().lock().error().code, ErrorCode::conflict);
  }
  EXPECT_TRUE(rig_->other().lock());
}

}  // namespace pixiu::vault::testing
