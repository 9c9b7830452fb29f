#include "storage/directory_partial_store.h"

#include "base/testing.h"

#include <fstream>

#include <gtest/gtest.h>

namespace pixiu::storage {
namespace {

using vault::UploadId;

struct PartialStoreTest : ::testing::Test {
  SystemEntropy entropy;
  SystemClock clock;
  std::filesystem::path path =
      std::filesystem::path(::testing::TempDir()) /
      ("partial_" + std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()));
  UploadId id = UploadId::make(clock, entropy);
  std::unique_ptr<DirectoryPartialStore> store;

  PartialStoreTest() {
    std::filesystem::remove_all(path);
    reopen();
  }
  ~PartialStoreTest() override { std::filesystem::remove_all(path); }
  void reopen() {
    store.reset();
    store = std::move(*DirectoryPartialStore::open(path));
  }
  std::filesystem::path file(const std::string& ending) const {
    return path / "uploads" / (id.text() + ending);
  }
};

TEST_F(PartialStoreTest, keeps_note_and_bytes_over_a_restart) {
  ASSERT_TRUE(store->create(id, bytes_of("a note")));
  {
    auto upload = store->open(id);
    ASSERT_TRUE(upload.has_value());
    ASSERT_TRUE((*upload)->append(bytes_of("hello ")));
    ASSERT_TRUE((*upload)->append(bytes_of("world")));
    (*upload)->sync();
  }
  reopen();
  EXPECT_EQ(text_of(*store->note(id, 100)), "a note");
  EXPECT_EQ(*store->list(), std::vector{id});
  auto upload = std::move(*store->open(id));
  EXPECT_EQ(upload->size_bytes(), 11u);
  Bytes bytes(20);
  EXPECT_EQ(*upload->read(6, bytes), 5u);
  EXPECT_EQ(text_of(ByteView(bytes).first(5)), "world");
  ASSERT_TRUE(upload->truncate(6));
  ASSERT_TRUE(upload->append(bytes_of("all")));
  EXPECT_EQ(*upload->read(0, bytes), 9u);
  EXPECT_EQ(text_of(ByteView(bytes).first(9)), "hello all");
}

TEST_F(PartialStoreTest, makes_each_upload_once) {
  ASSERT_TRUE(store->create(id, {}));
  EXPECT_EQ(store->create(id, {}).error().code, ErrorCode::conflict);
}

TEST_F(PartialStoreTest, lets_one_hold_an_upload_at_a_time) {
  ASSERT_TRUE(store->create(id, {}));
  {
    const auto held = store->open(id);
    ASSERT_TRUE(held.has_value());
    EXPECT_EQ(store->open(id).error().code, ErrorCode::conflict);
    const auto other = DirectoryPartialStore::open(path);
    EXPECT_EQ((*other)->open(id).error().code, ErrorCode::conflict);
  }
  EXPECT_TRUE(store->open(id).has_value());
}

TEST_F(PartialStoreTest, a_removed_upload_is_gone) {
  ASSERT_TRUE(store->create(id, {}));
  ASSERT_TRUE(store->remove(id));
  ASSERT_TRUE(store->remove(id));
  EXPECT_EQ(store->open(id).error().code, ErrorCode::not_found);
  EXPECT_EQ(store->note(id, 10).error().code, ErrorCode::not_found);
  EXPECT_FALSE(std::filesystem::exists(file(".bytes")));
  EXPECT_TRUE(store->list()->empty());
}

TEST_F(PartialStoreTest, removes_what_a_crash_left_and_nothing_else) {
  ASSERT_TRUE(store->create(id, bytes_of("kept")));
  const auto other = UploadId::make(clock, entropy).text();
  std::ofstream(path / "uploads" / (other + ".bytes")) << "half";
  std::ofstream(path / "uploads" / (other + ".new")) << "half";
  std::ofstream(path / "uploads" / "somebody else's") << "x";
  reopen();
  EXPECT_FALSE(std::filesystem::exists(path / "uploads" / (other + ".bytes")));
  EXPECT_FALSE(std::filesystem::exists(path / "uploads" / (other + ".new")));
  EXPECT_TRUE(std::filesystem::exists(path / "uploads" / "somebody else's"));
  EXPECT_EQ(text_of(*store->note(id, 100)), "kept");
}

TEST_F(PartialStoreTest, refuses_a_note_that_is_too_long_or_a_link) {
  ASSERT_TRUE(store->create(id, bytes_of("0123456789")));
  EXPECT_EQ(store->note(id, 9).error().code, ErrorCode::limit_exceeded);
  std::filesystem::remove(file(".note"));
  std::filesystem::create_symlink("/etc/passwd", file(".note"));
  EXPECT_FALSE(store->note(id, 100'000).has_value());
  EXPECT_FALSE(store->open(id).has_value());
}

}  // namespace
}  // namespace pixiu::storage
