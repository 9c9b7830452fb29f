#pragma once

#include "base/check.h"
#include "base/testing.h"
#include "storage/database.h"
#include "storage/session.h"

#include <array>
#include <atomic>
#include <csignal>
#include <filesystem>
#include <memory>
#include <string>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/wait.h>
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

// The PostgreSQL that tests/postgresql/cluster.py starts, one for all tests of a process. It ends
// when its input does, which is with this process however that ends.
class PostgresqlCluster {
 public:
  // Nothing when it does not start; the test that asks fails then, and says so.
  static const std::string& url() {
    static PostgresqlCluster cluster;
    if (cluster.url_.empty()) {
      ADD_FAILURE() << "PostgreSQL does not start (tests/postgresql/cluster.py); script/bootstrap "
                       "installs it";
    }
    return cluster.url_;
  }

 private:
  PostgresqlCluster() {
    std::array<int, 2> to_script{};
    std::array<int, 2> from_script{};
    PIXIU_CHECK(::pipe2(to_script.data(), O_CLOEXEC) == 0);
    PIXIU_CHECK(::pipe2(from_script.data(), O_CLOEXEC) == 0);
    script_ = ::fork();
    PIXIU_CHECK(script_ >= 0);
    if (script_ == 0) {
      ::dup2(to_script[0], STDIN_FILENO);
      ::dup2(from_script[1], STDOUT_FILENO);
      ::execl("/usr/bin/python3", "python3", "tests/postgresql/cluster.py", nullptr);
      ::_exit(127);
    }
    ::close(to_script[0]);
    ::close(from_script[1]);
    to_script_ = to_script[1];
    std::string line;
    for (char character = 0; ::read(from_script[0], &character, 1) == 1 && character != '\n';) {
      line += character;
    }
    ::close(from_script[0]);
    const auto ready = nlohmann::json::parse(line, nullptr, false);
    if (ready.is_object()) url_ = ready.value("url", "");
  }

  ~PostgresqlCluster() {
    ::close(to_script_);
    ::waitpid(script_, nullptr, 0);
  }

  pid_t script_ = -1;
  int to_script_ = -1;
  std::string url_;
};

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
    const std::string& server = PostgresqlCluster::url();
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
