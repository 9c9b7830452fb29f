#pragma once

#include "base/bytes.h"
#include "base/check.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

// Runs programs that are not ours (openssl, sha256sum, pdftotext), as somebody who checks our
// record does. Included by tests only.
namespace pixiu::vault::testing {

// A folder that goes with all it holds.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "pixiu-vault-XXXXXX").string();
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
  std::string file(std::string_view name) const { return (path_ / name).string(); }

  std::string write(std::string_view name, std::string_view text) const {
    const std::filesystem::path at = path_ / name;
    std::filesystem::create_directories(at.parent_path());
    std::ofstream(at, std::ios::binary) << text;
    return at.string();
  }

  std::string read(std::string_view name) const {
    std::ifstream in(path_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

 private:
  std::filesystem::path path_;
};

struct ProgramOutcome {
  int exit_status = -1;
  std::string output;  // stdout and stderr
};

// Runs a program in `folder`; the first word is looked up in /usr/bin and /bin.
inline ProgramOutcome run_program(std::vector<std::string> words, const TemporaryFolder& folder) {
  std::vector<std::string> all = {"env", "--chdir=" + folder.path().string()};
  all.insert(all.end(), words.begin(), words.end());
  std::vector<char*> argv;
  for (std::string& word : all) argv.push_back(word.data());
  argv.push_back(nullptr);
  std::string path = "PATH=/usr/bin:/bin";
  std::string language = "LANG=C.UTF-8";
  char* environment[] = {path.data(), language.data(), nullptr};
  const std::string output = folder.file(".program-output");
  posix_spawn_file_actions_t actions;
  PIXIU_CHECK(posix_spawn_file_actions_init(&actions) == 0);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_adddup2(&actions, 1, 2);
  pid_t child = 0;
  PIXIU_CHECK(posix_spawn(&child, "/usr/bin/env", &actions, nullptr, argv.data(), environment) ==
              0);
  posix_spawn_file_actions_destroy(&actions);
  int status = 0;
  PIXIU_CHECK(waitpid(child, &status, 0) == child);
  return {.exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
          .output = folder.read(".program-output")};
}

}  // namespace pixiu::vault::testing
