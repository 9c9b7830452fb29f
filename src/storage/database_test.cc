#include "storage/database.h"

#include "storage/database_testing.h"

#include <atomic>
#include <barrier>
#include <fstream>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace pixiu::storage {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// A table of the test's own beside the migrated ones.
constexpr const char* make_table =
    "CREATE TABLE pair (id TEXT PRIMARY KEY, number BIGINT, content TEXT)";
constexpr const char* insert_pair =
    "INSERT INTO pair (id, number, content) VALUES (:id, :number, :content)";

class DatabaseTest : public testing::OnEachEngine {
 protected:
  void SetUp() override {
    database_ = test_database_.open();
    ASSERT_TRUE(database_->open_session().value()->command(make_table).has_value());
  }

  Status insert(std::string_view id, std::optional<std::int64_t> number,
                std::optional<std::string> content) {
    return database_->write([&](SqlTransaction& sql) -> Status {
      const auto changed = sql.change(insert_pair, {id, number, content});
      if (!changed) return changed.error();
      return {};
    });
  }

  std::int64_t count() {
    return std::get<0>(database_
                           ->read([](SqlTransaction& sql) {
                             return sql.row<std::int64_t>("SELECT COUNT(*) FROM pair");
                           })
                           .value()
                           .value());
  }

  std::unique_ptr<Database> database_;
};
INSTANTIATE_TEST_SUITE_P(Engines, DatabaseTest, testing::each_engine(), testing::engine_name);

TEST_P(DatabaseTest, what_is_written_is_read_back_as_it_was) {
  const std::string text = "退款 \"quoted\" 'single' :name ?1 $1 \\ \n\t€";
  ASSERT_TRUE(insert("a", -9'000'000'000, text));
  ASSERT_TRUE(insert("b", std::nullopt, std::nullopt));
  ASSERT_TRUE(insert("c", 7, ""));
  const auto rows = database_->read([](SqlTransaction& sql) {
    return sql.rows<std::string, std::optional<std::int64_t>, std::optional<std::string>>(
        "SELECT id, number, content FROM pair ORDER BY id");
  });
  ASSERT_TRUE(rows) << rows.error().message;
  using Row = std::tuple<std::string, std::optional<std::int64_t>, std::optional<std::string>>;
  EXPECT_THAT(*rows, ::testing::ElementsAre(Row("a", -9'000'000'000, text),
                                            Row("b", std::nullopt, std::nullopt), Row("c", 7, "")));
}

TEST_P(DatabaseTest, bytes_and_ids_survive) {
  EXPECT_TRUE(rc::check([&](const std::vector<std::uint8_t>& content) {
    const ByteView bytes = std::as_bytes(std::span(content));
    pixiu::testing::ManualClock clock{Timestamp{std::chrono::milliseconds{1}}};
    const auto id = Id<struct PairTag>::make(clock, test_database_.entropy());
    RC_ASSERT(insert(id.text(), 1, Value(bytes).text() ? *Value(bytes).text() : "").has_value());
    const auto row = database_->read([&](SqlTransaction& sql) {
      return sql.row<Id<struct PairTag>, Bytes>("SELECT id, content FROM pair WHERE id = :id",
                                                {id});
    });
    RC_ASSERT(row.has_value());
    RC_ASSERT(std::get<0>(row->value()) == id);
    RC_ASSERT(std::get<1>(row->value()) == Bytes(bytes.begin(), bytes.end()));
    RC_ASSERT(database_->write([&](SqlTransaction& sql) {
      return sql.change("DELETE FROM pair WHERE id = :id", {id});
    }) == std::int64_t{1});
  }));
}

TEST_P(DatabaseTest, a_step_that_fails_leaves_nothing) {
  const Status failed = database_->write([&](SqlTransaction& sql) -> Status {
    static_cast<void>(sql.change(insert_pair, {"a", 1, "x"}));
    return Error{ErrorCode::not_found, "on purpose"};
  });
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error(), (Error{ErrorCode::not_found, "on purpose"}));
  EXPECT_EQ(count(), 0);
}

TEST_P(DatabaseTest, a_step_that_throws_fails_alone) {
  const Status failed = database_->run([&](Transaction& transaction) -> Status {
    static_cast<void>(database_->of(transaction).change(insert_pair, {"a", 1, "x"}));
    throw std::runtime_error("out of something");
  });
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, ErrorCode::internal);
  EXPECT_EQ(count(), 0);
  EXPECT_TRUE(insert("a", 1, "x"));
}

TEST_P(DatabaseTest, a_broken_constraint_is_a_conflict_and_no_value_is_in_the_message) {
  ASSERT_TRUE(insert("secret-13800138000", 1, "x"));
  const Status again = insert("secret-13800138000", 2, "y");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::conflict);
  EXPECT_THAT(again.error().message, Not(HasSubstr("13800138000")));
}

TEST_P(DatabaseTest, a_swallowed_failure_still_rolls_back) {
  ASSERT_TRUE(insert("a", 1, "x"));
  const Status swallowed = database_->write([&](SqlTransaction& sql) -> Status {
    static_cast<void>(sql.change(insert_pair, {"b", 1, "x"}));
    static_cast<void>(sql.change(insert_pair, {"a", 1, "x"}));  // fails
    static_cast<void>(sql.change(insert_pair, {"c", 1, "x"}));
    return {};
  });
  ASSERT_FALSE(swallowed);
  EXPECT_EQ(swallowed.error().code, ErrorCode::conflict);
  EXPECT_EQ(count(), 1);
}

TEST_P(DatabaseTest, wrong_sql_is_a_bug_and_says_nothing_of_values) {
  const auto wrong = database_->write([&](SqlTransaction& sql) {
    return sql.change("INSERT INTO nowhere (x) VALUES (:x)", {"13800138000"});
  });
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, ErrorCode::internal);
  EXPECT_THAT(wrong.error().message, Not(HasSubstr("138")));
}

TEST_P(DatabaseTest, text_with_nul_is_refused_instead_of_cut) {
  const Status refused = insert("a", 1, std::string("a\0b", 3));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::invalid_input);
}

TEST_P(DatabaseTest, many_threads_write_and_each_answer_is_true) {
  constexpr int thread_count = 16;
  constexpr int steps_each = 30;
  std::atomic<int> failures{0};
  std::vector<std::thread> threads;
  for (int thread = 0; thread < thread_count; ++thread) {
    threads.emplace_back([&, thread] {
      for (int step = 0; step < steps_each; ++step) {
        const std::string id = std::to_string(thread) + "/" + std::to_string(step);
        if (!insert(id, step, "x")) ++failures;
        if (step % 3 == 0 && insert(id, step, "x")) ++failures;  // the second must fail
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(failures, 0);
  EXPECT_EQ(count(), thread_count * steps_each);
}

TEST_P(DatabaseTest, a_reader_sees_one_moment_while_others_write) {
  ASSERT_TRUE(insert("a", 1, "x"));
  const Status read = database_->read([&](SqlTransaction& sql) -> Status {
    const char* const query = "SELECT COUNT(*) FROM pair";
    const auto before = sql.row<std::int64_t>(query);
    EXPECT_TRUE(insert("b", 1, "x"));
    const auto after = sql.row<std::int64_t>(query);
    EXPECT_EQ(std::get<0>(before.value().value()), std::get<0>(after.value().value()));
    return {};
  });
  EXPECT_TRUE(read);
  EXPECT_EQ(count(), 2);
}

TEST_P(DatabaseTest, what_was_acknowledged_is_there_for_a_second_program) {
  ASSERT_TRUE(insert("a", 1, "x"));
  const auto other = test_database_.open();
  const auto rows =
      other->read([](SqlTransaction& sql) { return sql.rows<std::string>("SELECT id FROM pair"); });
  ASSERT_TRUE(rows);
  EXPECT_EQ(rows->size(), 1u);
}

TEST_P(DatabaseTest, a_place_may_be_null_and_number_in_turn) {
  for (int i = 0; i < 6; ++i) {
    const std::string id = std::to_string(i);
    ASSERT_TRUE(insert(id, i % 2 == 0 ? std::optional<std::int64_t>(i) : std::nullopt,
                       i % 3 == 0 ? std::optional<std::string>("x") : std::nullopt));
  }
  EXPECT_EQ(count(), 6);
}

TEST(DatabaseSqlite, writers_that_come_together_share_commits) {
  testing::TestDatabase test_database(Engine::sqlite);
  const auto database = test_database.open();
  ASSERT_TRUE(database->open_session().value()->command(make_table));
  constexpr int thread_count = 24;
  constexpr int steps_each = 20;
  std::barrier together(thread_count);
  std::vector<std::thread> threads;
  for (int thread = 0; thread < thread_count; ++thread) {
    threads.emplace_back([&, thread] {
      for (int step = 0; step < steps_each; ++step) {
        together.arrive_and_wait();
        EXPECT_TRUE(database->write([&](SqlTransaction& sql) {
          return sql.change(insert_pair, {std::to_string(thread * steps_each + step), 1, "x"});
        }));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(database->counts().steps, static_cast<std::uint64_t>(thread_count * steps_each));
  EXPECT_LT(database->counts().commits, database->counts().steps / 2);
}

TEST(DatabasePostgresql, a_deadlock_is_run_again_until_both_are_through) {
  testing::TestDatabase test_database(Engine::postgresql);
  const auto database = test_database.open();
  ASSERT_TRUE(database->open_session().value()->command(make_table));
  for (const char* id : {"a", "b"}) {
    ASSERT_TRUE(database->write([&](SqlTransaction& sql) {
      return sql.change(insert_pair, {id, 0, "x"});
    }));
  }
  const auto add_to = [&](const char* first, const char* second, std::barrier<>& both) {
    bool is_first_run = true;
    EXPECT_TRUE(database->write([&](SqlTransaction& sql) -> Status {
      const char* const add = "UPDATE pair SET number = number + 1 WHERE id = :id";
      const auto one = sql.change(add, {first});
      if (!one) return one.error();
      if (std::exchange(is_first_run, false)) both.arrive_and_wait();
      const auto two = sql.change(add, {second});
      if (!two) return two.error();
      return {};
    }));
  };
  std::barrier both(2);
  std::thread other([&] { add_to("b", "a", both); });
  add_to("a", "b", both);
  other.join();
  const auto numbers = database->read([](SqlTransaction& sql) {
    return sql.rows<std::int64_t>("SELECT number FROM pair ORDER BY id");
  });
  ASSERT_TRUE(numbers);
  EXPECT_THAT(*numbers, ::testing::ElementsAre(std::tuple(2), std::tuple(2)));
}

TEST(DatabasePostgresql, a_connection_that_broke_in_the_pool_is_replaced) {
  testing::TestDatabase test_database(Engine::postgresql);
  const auto database = test_database.open();
  ASSERT_TRUE(database->open_session().value()->command(make_table));
  ASSERT_TRUE(database->write([&](SqlTransaction& sql) {
    return sql.change(insert_pair, {"a", 0, "x"});
  }));
  const auto killed = database->open_session().value()->rows(
      "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity "
      "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'",
      {}, 1);
  ASSERT_TRUE(killed);
  EXPECT_TRUE(database->write([&](SqlTransaction& sql) {
    return sql.change(insert_pair, {"b", 0, "x"});
  }));
}

TEST(DatabaseOpen, a_url_with_a_password_that_does_not_work_is_not_repeated) {
  pixiu::testing::SeededEntropy entropy(1);
  for (const char* text :
       {"postgresql://user:hunter2secret@127.0.0.1:1/name",
        "postgresql://user:hunter2secret@[::broken/name?what=hunter2secret",
        "postgresql://user:hunter2secret%zz@127.0.0.1/name?password=hunter2secret",
        "postgresql://user:p@ss/hunter2secret@127.0.0.1:1/name"}) {
    const auto opened = Database::open({.url = DatabaseUrl::parse(text).value()}, entropy);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::unavailable);
    EXPECT_THAT(opened.error().message, Not(HasSubstr("hunter2"))) << text;
  }
}

TEST(DatabaseOpen, a_file_that_is_no_database_is_named_as_damaged) {
  const testing::TemporaryFolder folder;
  const std::string path = (folder.path() / "x.sqlite").string();
  std::ofstream(path) << std::string(8192, 'x');
  pixiu::testing::SeededEntropy entropy(1);
  const auto opened =
      Database::open({.url = DatabaseUrl::parse("sqlite:" + path).value()}, entropy);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::corrupted);
  EXPECT_THAT(opened.error().message, HasSubstr(path));
}

TEST(DatabaseOpen, a_folder_that_is_not_there_is_an_error) {
  pixiu::testing::SeededEntropy entropy(1);
  const auto opened = Database::open(
      {.url = DatabaseUrl::parse("sqlite:/nowhere/at all/x.sqlite").value()}, entropy);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::unavailable);
}

TEST(DatabaseOpen, a_path_with_spaces_is_that_path) {
  const testing::TemporaryFolder folder;
  const auto path = folder.path() / "a file  of = mine.sqlite";
  pixiu::testing::SeededEntropy entropy(1);
  ASSERT_TRUE(
      Database::open({.url = DatabaseUrl::parse("sqlite:" + path.string()).value()}, entropy));
  EXPECT_TRUE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace pixiu::storage
