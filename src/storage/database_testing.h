#pragma once

#include "base/check.h"
#include "base/script_testing.h"
#include "base/testing.h"
#include "storage/database.h"
#include "storage/session.h"

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

// Databases for tests: a fresh file of SQLite, a fresh schema of a real PostgreSQL. Included by
// tests only, which run in the root of the project.
namespace pixiu::storage::testing {

// A folder that goes with all it holds.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "pixiu-storage-XXXXXX").string();
    PIXIU_CHECK(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// The PostgreSQL that tests/postgresql/cluster.py starts, one for all tests of a process. Empty
// when it does not start: the test that asks fails then, and says so.
inline const std::string& postgresql_url() {
  static const pixiu::testing::RunningScript cluster({"tests/postgresql/cluster.py"});
  static const std::string url =
      cluster.ready().is_object() ? cluster.ready().value("url", "") : std::string();
  if (url.empty()) {
    ADD_FAILURE() << "PostgreSQL does not start (tests/postgresql/cluster.py); script/bootstrap "
                     "installs it";
  }
  return url;
}

// An empty database of one engine, for one test.
class TestDatabase {
 public:
  explicit TestDatabase(Engine engine) : engine_(engine) {
    if (engine == Engine::sqlite) {
      url_ = "sqlite:" + (folder_.path() / "test.sqlite").string();
      return;
    }
    static std::atomic<int> count{0};
    const std::string schema = "test_" + std::to_string(++count);
    const std::string& server = postgresql_url();
    const auto session = Session::open(DatabaseUrl::parse(server).value());
    if (!session) return;
    EXPECT_TRUE((*session)->command("CREATE SCHEMA " + schema).has_value());
    url_ = server + "&options=-csearch_path%3D" + schema;
  }

  Engine engine() const { return engine_; }
  DatabaseUrl url() const { return DatabaseUrl::parse(url_).value(); }
  const std::filesystem::path& folder() const { return folder_.path(); }

  std::unique_ptr<Database> open(std::size_t connections_max = 8) {
    auto opened = Database::open({.url = url(), .connections_max = connections_max}, entropy_);
    EXPECT_TRUE(opened.has_value()) << opened.error().message;
    return std::move(opened.value());
  }

  Entropy& entropy() { return entropy_; }

 private:
  Engine engine_;
  TemporaryFolder folder_;
  std::string url_;
  pixiu::testing::SeededEntropy entropy_{20261128};
};

// Runs a suite on both engines: class X : public OnEachEngine {}; TEST_P(X, …);
// INSTANTIATE_TEST_SUITE_P(Engines, X, each_engine(), engine_name);
class OnEachEngine : public ::testing::TestWithParam<Engine> {
 protected:
  TestDatabase test_database_{GetParam()};
};

inline auto each_engine() {
  return ::testing::Values(Engine::sqlite, Engine::postgresql);
}

inline std::string engine_name(const ::testing::TestParamInfo<Engine>& info) {
  return info.param == Engine::sqlite ? "sqlite" : "postgresql";
}

}  // namespace pixiu::storage::testing
