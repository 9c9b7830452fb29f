#include "storage/database_testing.h"
#include "storage/directory_blob_store.h"
#include "storage/directory_log_store.h"

#include <fstream>

#include <gmock/gmock.h>
#include <sys/stat.h>

namespace pixiu::storage {
namespace {

namespace fs = std::filesystem;

class DirectoryBlobs : public ::testing::Test {
 protected:
  std::unique_ptr<DirectoryBlobStore> open() {
    return DirectoryBlobStore::open(folder_.path(), entropy_).value();
  }

  static vault::BlobAddress address(char digit) {
    return vault::BlobAddress::parse(std::string(64, digit)).value();
  }

  static Status put(vault::BlobStore& blobs, char digit, std::string_view content) {
    auto writer = blobs.create().value();
    const Status written = writer->write(bytes_of(content));
    return written ? writer->commit(address(digit)) : written;
  }

  std::size_t incoming_count() const {
    return static_cast<std::size_t>(std::distance(
        fs::directory_iterator(folder_.path() / "incoming"), fs::directory_iterator()));
  }

  testing::TemporaryFolder folder_;
  pixiu::testing::SeededEntropy entropy_{3};
};

TEST_F(DirectoryBlobs, are_the_owners_alone) {
  const auto blobs = open();
  ASSERT_TRUE(put(*blobs, 'a', "x"));
  const fs::path file = folder_.path() / "blobs" / "aaa" / std::string(64, 'a');
  EXPECT_EQ(fs::status(file).permissions(), fs::perms(0600));
  EXPECT_EQ(fs::status(file.parent_path()).permissions(), fs::perms(0700));
}

TEST_F(DirectoryBlobs, a_link_in_place_of_a_blob_is_not_followed) {
  const auto blobs = open();
  ASSERT_TRUE(put(*blobs, 'a', "x"));
  const fs::path outside = folder_.path() / "outside";
  std::ofstream(outside) << "not for you";
  const fs::path link = folder_.path() / "blobs" / "aaa" / ("aaa" + std::string(61, '0'));
  fs::create_symlink(outside, link);
  const auto at = vault::BlobAddress::parse(link.filename().string()).value();
  EXPECT_FALSE(blobs->open(at));
  EXPECT_EQ(blobs->list({}, 10)->size(), 1u);
  auto writer = blobs->create().value();
  EXPECT_EQ(writer->commit(at).error().code, ErrorCode::conflict);
}

TEST_F(DirectoryBlobs, what_a_crash_left_is_removed_and_what_is_being_written_stays) {
  const auto blobs = open();
  const auto writer = blobs->create().value();
  std::ofstream(folder_.path() / "incoming" / "left-by-a-crash") << "half";
  EXPECT_EQ(incoming_count(), 2u);
  const auto second = open();
  EXPECT_EQ(incoming_count(), 1u);
  ASSERT_TRUE(writer->write(bytes_of("whole")));
  EXPECT_TRUE(writer->commit(address('b')));
}

TEST_F(DirectoryBlobs, nothing_stays_of_a_writer_that_was_given_up) {
  const auto blobs = open();
  { ASSERT_TRUE(blobs->create().value()->write(bytes_of("x"))); }
  EXPECT_EQ(incoming_count(), 0u);
}

TEST(DirectoryLog, files_of_others_in_the_folder_are_not_listed) {
  const testing::TemporaryFolder folder;
  pixiu::testing::SeededEntropy entropy(3);
  const auto log = DirectoryLogStore::open(folder.path(), entropy).value();
  const auto lock = log->lock();
  ASSERT_TRUE(log->write(std::vector<vault::LogFile>{{"tile/0/000", bytes_of("x")}}));
  std::ofstream(folder.path() / "tile" / "README") << "hello";
  fs::create_directory_symlink("/", folder.path() / "tile" / "1");
  EXPECT_THAT(*log->paths(), ::testing::ElementsAre("tile/0/000"));
  EXPECT_FALSE(log->read("tile/1/000", 100).value_or(std::nullopt).has_value());
}

TEST(DirectoryLog, a_file_with_the_same_bytes_is_left_alone) {
  const testing::TemporaryFolder folder;
  pixiu::testing::SeededEntropy entropy(3);
  const auto log = DirectoryLogStore::open(folder.path(), entropy).value();
  const auto lock = log->lock();
  const std::vector<vault::LogFile> files{{"tile/0/000", bytes_of("x")}};
  ASSERT_TRUE(log->write(files));
  struct stat before {};
  struct stat after {};
  ASSERT_EQ(::stat((folder.path() / "tile/0/000").c_str(), &before), 0);
  ASSERT_TRUE(log->write(files));
  ASSERT_EQ(::stat((folder.path() / "tile/0/000").c_str(), &after), 0);
  EXPECT_EQ(before.st_ino, after.st_ino);
}

TEST(DirectoryLog, the_next_writer_clears_away_what_the_last_one_left) {
  const testing::TemporaryFolder folder;
  pixiu::testing::SeededEntropy entropy(3);
  const auto log = DirectoryLogStore::open(folder.path(), entropy).value();
  std::ofstream(folder.path() / "private" / "0123.part") << "half";
  const auto lock = log->lock();
  ASSERT_TRUE(lock);
  EXPECT_FALSE(fs::exists(folder.path() / "private" / "0123.part"));
}

}  // namespace
}  // namespace pixiu::storage
