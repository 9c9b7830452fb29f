#include "storage/snapshot.h"

#include "storage/database_testing.h"
#include "storage/job_queue.h"
#include "storage/sql_event_store.h"
#include "storage/sql_exhibit_store.h"
#include "storage/sql_key_store.h"

#include <set>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::storage {
namespace {

using Snapshot = std::vector<std::string>;

Snapshot snapshot_of(const Database& database) {
  Snapshot lines;
  const auto written = write_snapshot(database, [&](std::string_view line) -> Status {
    lines.emplace_back(line);
    return {};
  });
  EXPECT_TRUE(written) << written.error().message;
  return lines;
}

Result<std::uint64_t> restore(const Database& database, const Snapshot& lines) {
  std::size_t next = 0;
  return restore_snapshot(database, [&]() -> Result<std::optional<std::string>> {
    if (next == lines.size()) return std::optional<std::string>();
    return std::optional<std::string>(lines[next++]);
  });
}

class SnapshotTest : public testing::OnEachEngine {
 protected:
  vault::Event event(int number) {
    return *vault::make_event({.tenant = tenant_,
                               .stream = vault::Stream::of(claim_),
                               .kind = "claim.noted",
                               .actor = vault::Actor::program("test"),
                               .body = {{"number", number}, {"text", "退货 \n \""}},
                               .id = {}},
                              clock_, entropy_);
  }

  void fill(Database& database, int event_count) {
    SqlEventStore events(database);
    SqlKeyStore keys(database);
    JobQueue jobs(database, clock_, entropy_);
    std::vector<vault::Event> all;
    for (int i = 0; i < event_count; ++i) all.push_back(event(i));
    ASSERT_TRUE(database.run([&](Transaction& transaction) -> Status {
      const Status appended = events.append(transaction, all);
      if (!appended) return appended;
      for (std::uint32_t generation = 1; generation < 12; ++generation) {
        const Status put = keys.put_tenant_key(transaction, {.tenant = tenant_,
                                                             .use = privacy::TenantKeyUse::seal,
                                                             .generation = generation,
                                                             .master_key = "m",
                                                             .wrapped = Bytes(40),
                                                             .made_at = clock_.now()});
        if (!put) return put;
      }
      return jobs.add(transaction, {.kind = "k", .key = "a", .body = "{}", .due = {}});
    }));
    ASSERT_TRUE(events.set_indices(std::vector<vault::EventIndex>{{all[0].id, 0}}));
  }

  pixiu::testing::ManualClock clock_{Timestamp{std::chrono::milliseconds{1'770'000'000'000}}};
  pixiu::testing::SeededEntropy entropy_{5};
  TenantId tenant_ = TenantId::make(clock_, entropy_);
  ClaimId claim_ = ClaimId::make(clock_, entropy_);
};
INSTANTIATE_TEST_SUITE_P(Engines, SnapshotTest, testing::each_engine(), testing::engine_name);

TEST_P(SnapshotTest, of_one_engine_fills_either_and_is_the_same_again) {
  const auto source = test_database_.open();
  fill(*source, 1203);
  const Snapshot lines = snapshot_of(*source);
  for (const Engine engine : {Engine::sqlite, Engine::postgresql}) {
    testing::TestDatabase other(engine);
    const auto target = other.open();
    const auto restored = restore(*target, lines);
    ASSERT_TRUE(restored) << restored.error().message;
    EXPECT_EQ(*restored, 1203u + 11 + 1);
    EXPECT_EQ(snapshot_of(*target), lines);
    SqlEventStore events(*target);
    EXPECT_EQ(events.unlogged(2000)->size(), 1202u);
    EXPECT_EQ(*events.next_index(), 1u);
    ASSERT_TRUE(target->run([&](Transaction& transaction) {
      return events.append(transaction, std::vector{event(9999)});
    }));
  }
}

TEST_P(SnapshotTest, is_of_one_moment_while_others_write) {
  const auto database = test_database_.open();
  SqlEventStore events(*database);
  fill(*database, 600);
  bool has_written = false;
  Snapshot lines;
  ASSERT_TRUE(write_snapshot(*database, [&](std::string_view line) -> Status {
    if (!std::exchange(has_written, true)) {
      std::thread([&] {
        EXPECT_TRUE(database->run([&](Transaction& transaction) {
          return events.append(transaction, std::vector{event(9999)});
        }));
      }).join();
    }
    lines.emplace_back(line);
    return {};
  }));
  EXPECT_THAT(lines.back(), ::testing::AnyOf(::testing::HasSubstr("\"rows\":612"),
                                             ::testing::HasSubstr("\"rows\":613")));
  testing::TestDatabase other(Engine::sqlite);
  EXPECT_TRUE(restore(*other.open(), lines));
}

TEST_P(SnapshotTest, that_was_cut_or_altered_leaves_the_database_empty) {
  const auto source = test_database_.open();
  fill(*source, 3);
  const Snapshot whole = snapshot_of(*source);
  testing::TestDatabase other(GetParam());
  const auto target = other.open();
  const Snapshot empty = snapshot_of(*target);
  for (std::size_t line = 0; line < whole.size(); ++line) {
    Snapshot cut = whole;
    cut.resize(line);
    EXPECT_FALSE(restore(*target, cut)) << line;
    Snapshot missing = whole;
    missing.erase(missing.begin() + static_cast<std::ptrdiff_t>(line));
    EXPECT_FALSE(restore(*target, missing)) << line;
    Snapshot altered = whole;
    altered[line].back() ^= 1;
    EXPECT_FALSE(restore(*target, altered)) << line;
  }
  Snapshot longer = whole;
  longer.push_back("[]");
  EXPECT_FALSE(restore(*target, longer));
  EXPECT_EQ(snapshot_of(*target), empty);
  EXPECT_TRUE(restore(*target, whole));
  EXPECT_EQ(restore(*target, whole).error().code, ErrorCode::conflict);
}

TEST(Snapshot, has_every_table_and_column_there_is) {
  testing::TestDatabase test_database(Engine::sqlite);
  const auto database = test_database.open();
  const auto columns = database->read([](SqlTransaction& sql) {
    return sql.rows<std::string, std::string>(
        "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c "
        "WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> 'migration'");
  });
  ASSERT_TRUE(columns);
  std::set<std::pair<std::string, std::string>> there;
  for (const auto& [table, column] : *columns) {
    if (table != "event" || column != "position") there.emplace(table, column);
  }
  std::set<std::pair<std::string, std::string>> written;
  for (const std::string& line : snapshot_of(*database)) {
    const auto value = nlohmann::json::parse(line);
    if (!value.contains("table")) continue;
    for (const std::string column : value.at("columns")) {
      written.emplace(value.at("table").get<std::string>(), column);
    }
  }
  EXPECT_EQ(written, there);
}

}  // namespace
}  // namespace pixiu::storage
