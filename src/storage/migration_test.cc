#include "storage/migration.h"

#include "storage/database_testing.h"

#include <array>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::storage {
namespace {

using ::testing::HasSubstr;

constexpr Migration first{1, "0001_first", "CREATE TABLE first (a TEXT);\n"};
constexpr Migration second{2, "0002_second",
                           "-- with a comment;\n\nCREATE TABLE second (\n  number {position},\n"
                           "  b TEXT\n);\nCREATE INDEX second_by_b ON second (b);\n"};
constexpr Migration broken{3, "0003_broken", "CREATE TABLE third (c TEXT);\nCREATE NONSENSE;\n"};

class MigrationTest : public testing::OnEachEngine {
 protected:
  std::unique_ptr<Session> session() { return Session::open(test_database_.url()).value(); }

  bool has_table(const std::string& name) {
    return session()->rows("SELECT COUNT(*) FROM " + name, {}, 1).has_value();
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, MigrationTest, testing::each_engine(), testing::engine_name);

TEST_P(MigrationTest, goes_forward_step_by_step_and_does_nothing_twice) {
  const std::array both{first, second};
  ASSERT_TRUE(migrate(*session(), std::span(both).first(1)));
  EXPECT_TRUE(has_table("first"));
  EXPECT_FALSE(has_table("second"));
  for (int i = 0; i < 2; ++i) {
    const Status migrated = migrate(*session(), both);
    ASSERT_TRUE(migrated) << migrated.error().message;
  }
  EXPECT_TRUE(has_table("second"));
}

TEST_P(MigrationTest, a_newer_database_is_refused_and_stays_as_it_is) {
  const std::array both{first, second};
  ASSERT_TRUE(migrate(*session(), both));
  const Status refused = migrate(*session(), std::span(both).first(1));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::unsupported);
  EXPECT_THAT(refused.error().message, HasSubstr("newer than this program"));
  EXPECT_TRUE(has_table("second"));
}

TEST_P(MigrationTest, another_migration_under_the_same_number_is_refused) {
  const std::array mine{first};
  const std::array theirs{Migration{1, "0001_first", "CREATE TABLE other (a TEXT);\n"}};
  ASSERT_TRUE(migrate(*session(), mine));
  const Status refused = migrate(*session(), theirs);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::unsupported);
  EXPECT_FALSE(has_table("other"));
}

TEST_P(MigrationTest, a_migration_that_fails_leaves_nothing_of_the_run) {
  const std::array all{first, second, broken};
  ASSERT_TRUE(migrate(*session(), std::span(all).first(1)));
  const Status failed = migrate(*session(), all);
  ASSERT_FALSE(failed);
  EXPECT_THAT(failed.error().message, HasSubstr("migration 3"));
  EXPECT_FALSE(has_table("second"));
  EXPECT_FALSE(has_table("third"));
  EXPECT_TRUE(migrate(*session(), std::span(all).first(2)));
}

TEST_P(MigrationTest, programs_that_start_together_migrate_once) {
  const std::array both{first, second};
  std::vector<std::thread> programs;
  for (int i = 0; i < 6; ++i) {
    programs.emplace_back([&] {
      const Status migrated = migrate(*session(), both);
      EXPECT_TRUE(migrated) << migrated.error().message;
    });
  }
  for (std::thread& program : programs) program.join();
  const auto count = session()->rows("SELECT COUNT(*) FROM migration", {}, 1);
  ASSERT_TRUE(count);
  EXPECT_EQ(count->front().front(), "2");
}

TEST(Migrations, are_numbered_from_one_without_gaps) {
  int number = 0;
  for (const Migration& migration : embedded_migrations()) EXPECT_EQ(migration.number, ++number);
  EXPECT_GE(number, 1);
}

}  // namespace
}  // namespace pixiu::storage
