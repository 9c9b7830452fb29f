// Each system call that changes something fails once, in each way it can. What is promised after
// every one of them: an acknowledged write is there; one that was not is there whole or not at all;
// everything can be opened and used again; a failed sync stops the process, and nothing else does.
#include "faults.h"
#include "storage/database.h"
#include "storage/database_testing.h"
#include "storage/directory_blob_store.h"
#include "storage/directory_log_store.h"
#include "storage/session.h"

#include <cerrno>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::storage_faults {
namespace {

using storage::testing::TemporaryFolder;
using End = FaultyRun::End;

constexpr std::size_t calls_max = 2000;

// Plans one call after the other until there is none left. `prepare` makes what is there before,
// `work` runs with the fault, `check` looks at what is left and knows how the run ended.
struct Sweep {
  std::function<void(const std::string& folder)> prepare;
  std::function<bool(const std::string& folder)> work;
  std::function<void(const std::string& folder, const FaultyRun& run)> check;
  // Which failed syncs must stop the process.
  enum class Stops {
    every_sync,
    file_sync,  // SQLite overlooks that a folder was not synced; we sync it again ourselves
    may,        // while a database is made nothing is acknowledged; an error will do
  } stops = Stops::every_sync;
};

bool is_sync(const FaultyRun& run) {
  return run.has_struck && run.call.starts_with("fsync");
}

bool must_stop(const FaultyRun& run, Sweep::Stops stops) {
  if (stops == Sweep::Stops::may) return false;
  return is_sync(run) && (stops == Sweep::Stops::every_sync || run.call == "fsync");
}

std::set<std::string> sweep(const Sweep& what) {
  std::set<std::string> struck;
  for (const Outcome outcome :
       {Outcome::not_done, Outcome::half_done, Outcome::done_but_reported}) {
    for (const int error_number : {ENOSPC, EIO}) {
      // A write is cut where the room ends; a disk that lies speaks of its own faults.
      if (outcome == Outcome::half_done && error_number == EIO) continue;
      if (outcome == Outcome::done_but_reported && error_number == ENOSPC) continue;
      for (std::size_t call = 0; call < calls_max; ++call) {
        const TemporaryFolder folder;
        const std::string path = folder.path().string();
        what.prepare(path);
        const FaultyRun run =
            run_with_fault(path, {call, error_number, outcome}, [&] { return what.work(path); });
        std::ostringstream where;
        where << "call " << call << " (" << run.call << "), outcome " << static_cast<int>(outcome)
              << ", error " << error_number;
        SCOPED_TRACE(where.str());
        EXPECT_NE(run.end, End::crashed);
        EXPECT_TRUE(run.end != End::stopped || is_sync(run));
        EXPECT_TRUE(run.end == End::stopped || !must_stop(run, what.stops));
        what.check(path, run);
        if (::testing::Test::HasFailure()) return struck;
        if (!run.has_struck) {
          EXPECT_EQ(run.end, End::succeeded);
          break;
        }
        struck.insert(run.call);
      }
    }
  }
  return struck;
}

// Blobs -------------------------------------------------------------------------------------------

const vault::BlobAddress stored_before =
    vault::BlobAddress::parse("aaa0" + std::string(60, '0')).value();
const vault::BlobAddress written = vault::BlobAddress::parse("aaa1" + std::string(60, '0')).value();
const vault::BlobAddress elsewhere =
    vault::BlobAddress::parse("bbb0" + std::string(60, '0')).value();
const std::string content(70'000, 'x');

std::unique_ptr<storage::DirectoryBlobStore> open_blobs(const std::string& folder) {
  static pixiu::testing::SeededEntropy entropy{1};
  auto opened = storage::DirectoryBlobStore::open(folder, entropy);
  return opened ? std::move(*opened) : nullptr;
}

bool put(vault::BlobStore& blobs, const vault::BlobAddress& address) {
  const auto writer = blobs.create();
  return writer && (*writer)->write(bytes_of(content)) && (*writer)->commit(address);
}

// Whether it is there; one that is there in part is a failure.
bool is_whole(const vault::BlobStore& blobs, const vault::BlobAddress& address) {
  const auto reader = blobs.open(address);
  if (!reader) {
    EXPECT_EQ(reader.error().code, ErrorCode::not_found);
    return false;
  }
  Bytes bytes(content.size() + 1);
  std::size_t have = 0;
  while (true) {
    const auto count = (*reader)->read(std::span(bytes).subspan(have));
    if (!count || *count == 0) break;
    have += *count;
  }
  EXPECT_EQ(have, content.size());
  return have == content.size();
}

TEST(Faults, blobs_are_whole_or_not_there) {
  const auto struck = sweep(
      {.prepare =
           [](const std::string& folder) { ASSERT_TRUE(put(*open_blobs(folder), stored_before)); },
       .work =
           [](const std::string& folder) {
             const auto blobs = open_blobs(folder);
             return blobs && put(*blobs, written) && put(*blobs, elsewhere);
           },
       .check =
           [](const std::string& folder, const FaultyRun& run) {
             const auto blobs = open_blobs(folder);
             ASSERT_TRUE(blobs);
             EXPECT_TRUE(is_whole(*blobs, stored_before));
             const bool has_first = is_whole(*blobs, written);
             const bool has_second = is_whole(*blobs, elsewhere);
             if (run.end == End::succeeded) {
               EXPECT_TRUE(has_first && has_second);
             }
             if (has_second) {
               EXPECT_TRUE(has_first);
             }
             EXPECT_EQ(blobs->list({}, 10)->size(), 1u + has_first + has_second);
             if (!has_first) {
               EXPECT_TRUE(put(*blobs, written));
             }
           }});
  EXPECT_THAT(struck,
              ::testing::IsSupersetOf({"write", "fsync", "fsync of a folder", "link", "mkdir"}));
}

TEST(Faults, a_blob_is_removed_or_stays_whole) {
  const auto struck = sweep(
      {.prepare =
           [](const std::string& folder) { ASSERT_TRUE(put(*open_blobs(folder), stored_before)); },
       .work =
           [](const std::string& folder) {
             const auto blobs = open_blobs(folder);
             return blobs && blobs->remove(stored_before);
           },
       .check =
           [](const std::string& folder, const FaultyRun& run) {
             const auto blobs = open_blobs(folder);
             ASSERT_TRUE(blobs);
             const bool is_there = is_whole(*blobs, stored_before);
             if (run.end == End::succeeded) {
               EXPECT_FALSE(is_there);
             }
             EXPECT_TRUE(blobs->remove(stored_before));
           }});
  EXPECT_THAT(struck, ::testing::IsSupersetOf({"unlink", "fsync of a folder"}));
}

// The log -----------------------------------------------------------------------------------------

std::unique_ptr<storage::DirectoryLogStore> open_log(const std::string& folder) {
  static pixiu::testing::SeededEntropy entropy{2};
  auto opened = storage::DirectoryLogStore::open(folder, entropy);
  return opened ? std::move(*opened) : nullptr;
}

bool write_tiles(vault::LogStore& log, std::string_view bytes) {
  return log
      .write(std::vector<vault::LogFile>{{"tile/0/000.p/7", bytes_of(bytes)},
                                         {"tile/entries/x001/234", bytes_of(bytes)}})
      .has_value();
}

TEST(Faults, files_of_the_log_and_the_checkpoint_are_the_old_or_the_new) {
  const std::string old_bytes(8000, 'o');
  const std::string new_bytes(8192, 'n');
  const auto struck = sweep(
      {.prepare =
           [&](const std::string& folder) {
             const auto log = open_log(folder);
             const auto lock = log->lock();
             ASSERT_TRUE(
                 log->write(std::vector<vault::LogFile>{{"tile/0/000.p/7", bytes_of(old_bytes)}}));
             ASSERT_TRUE(log->replace_checkpoint(std::nullopt, "old\n"));
           },
       .work =
           [&](const std::string& folder) {
             const auto log = open_log(folder);
             if (!log) return false;
             const auto lock = log->lock();
             return lock && write_tiles(*log, new_bytes) &&
                    log->replace_checkpoint("old\n", "new\n");
           },
       .check =
           [&](const std::string& folder, const FaultyRun& run) {
             const auto log = open_log(folder);
             ASSERT_TRUE(log);
             const auto lock = log->lock();
             ASSERT_TRUE(lock);
             const auto tile = log->read("tile/0/000.p/7", 10'000);
             ASSERT_TRUE(tile && *tile);
             EXPECT_THAT(std::string(text_of(**tile)), ::testing::AnyOf(old_bytes, new_bytes));
             const auto bundle = log->read("tile/entries/x001/234", 10'000);
             ASSERT_TRUE(bundle);
             if (*bundle) {
               EXPECT_EQ(text_of(**bundle), new_bytes);
             }
             const auto checkpoint = log->checkpoint();
             ASSERT_TRUE(checkpoint && *checkpoint);
             EXPECT_THAT(**checkpoint, ::testing::AnyOf("old\n", "new\n"));
             if (run.end == End::succeeded || **checkpoint == "new\n") {
               EXPECT_EQ(**checkpoint, "new\n");
               EXPECT_EQ(text_of(**tile), new_bytes);
               EXPECT_TRUE(*bundle);
             }
             EXPECT_TRUE(write_tiles(*log, new_bytes));
             EXPECT_TRUE(log->replace_checkpoint(**checkpoint, "next\n"));
           }});
  EXPECT_THAT(struck,
              ::testing::IsSupersetOf({"write", "fsync", "fsync of a folder", "rename", "mkdir"}));
}

// SQLite ------------------------------------------------------------------------------------------

std::unique_ptr<storage::Database> open_database(const std::string& folder) {
  static pixiu::testing::SeededEntropy entropy{3};
  auto opened = storage::Database::open(
      {.url = storage::DatabaseUrl::parse("sqlite:" + folder + "/x.sqlite").value(),
       .connections_max = 1},
      entropy);
  return opened ? std::move(*opened) : nullptr;
}

// Two rows in one step, which belong together.
bool insert_pair(storage::Database& database, const std::string& key) {
  return database
      .write([&](storage::SqlTransaction& sql) -> Status {
        for (const char* half : {"/a", "/b"}) {
          const auto changed = sql.change(
              "INSERT INTO master_key_check (master_key, known_value) VALUES (:id, :value)",
              {key + half, std::string(6000, 'v')});
          if (!changed) return changed.error();
        }
        return {};
      })
      .has_value();
}

std::int64_t rows_of(storage::Database& database, const std::string& key) {
  const auto count = database.read([&](storage::SqlTransaction& sql) {
    return sql.row<std::int64_t>(
        "SELECT COUNT(*) FROM master_key_check WHERE master_key IN (:a, :b)",
        {key + "/a", key + "/b"});
  });
  EXPECT_TRUE(count.has_value());
  return count ? std::get<0>(**count) : -1;
}

void expect_sound(storage::Database& database) {
  const auto sound = database.read(
      [](storage::SqlTransaction& sql) { return sql.rows<std::string>("PRAGMA integrity_check"); });
  ASSERT_TRUE(sound);
  EXPECT_EQ(std::get<0>(sound->front()), "ok");
}

TEST(Faults, sqlite_keeps_what_it_acknowledged_and_halves_nothing) {
  const auto struck = sweep({.prepare =
                                 [](const std::string& folder) {
                                   ASSERT_TRUE(insert_pair(*open_database(folder), "before"));
                                 },
                             .work =
                                 [](const std::string& folder) {
                                   const auto database = open_database(folder);
                                   if (!database) return false;
                                   const bool is_first_stored = insert_pair(*database, "first");
                                   // After a failure that is not a stop the database goes on
                                   // working.
                                   const bool is_second_stored = insert_pair(*database, "second");
                                   return is_first_stored && is_second_stored;
                                 },
                             .check =
                                 [](const std::string& folder, const FaultyRun& run) {
                                   const auto database = open_database(folder);
                                   ASSERT_TRUE(database);
                                   expect_sound(*database);
                                   EXPECT_EQ(rows_of(*database, "before"), 2);
                                   const std::int64_t first = rows_of(*database, "first");
                                   const std::int64_t second = rows_of(*database, "second");
                                   EXPECT_THAT(first, ::testing::AnyOf(0, 2));
                                   EXPECT_THAT(second, ::testing::AnyOf(0, 2));
                                   if (run.end == End::succeeded) {
                                     EXPECT_EQ(first + second, 4);
                                   }
                                   EXPECT_TRUE(insert_pair(*database, "after"));
                                 },
                             .stops = Sweep::Stops::file_sync});
  EXPECT_THAT(struck, ::testing::IsSupersetOf({"pwrite", "fsync"}));
}

TEST(Faults, a_new_sqlite_database_is_made_whole_or_can_be_made_again) {
  sweep({.prepare = [](const std::string&) {},
         .work = [](const std::string& folder) { return open_database(folder) != nullptr; },
         .check =
             [](const std::string& folder, const FaultyRun&) {
               const auto database = open_database(folder);
               ASSERT_TRUE(database);
               expect_sound(*database);
               EXPECT_TRUE(insert_pair(*database, "after"));
             },
         .stops = Sweep::Stops::may});
}

}  // namespace
}  // namespace pixiu::storage_faults
