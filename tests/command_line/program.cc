#include "program.h"

#include "base/check.h"

#include <fstream>
#include <iterator>
#include <sstream>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

namespace pixiu::command_line {

nlohmann::json Outcome::json() const {
  return nlohmann::json::parse(out);
}

std::vector<nlohmann::json> Outcome::lines() const {
  std::vector<nlohmann::json> values;
  std::istringstream in(out);
  for (std::string line; std::getline(in, line);) values.push_back(nlohmann::json::parse(line));
  return values;
}

Outcome run_pixiu(const std::vector<std::string>& arguments) {
  const Folder folder;
  const std::string out = folder.path("out");
  const std::string err = folder.path("err");
  std::vector<std::string> words{PIXIU_PROGRAM};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  std::string language = "LANG=C.UTF-8";
  std::string path = "PATH=/usr/bin:/bin";
  char* environment[] = {language.data(), path.data(), nullptr};

  posix_spawn_file_actions_t actions;
  PIXIU_CHECK(posix_spawn_file_actions_init(&actions) == 0);
  constexpr int flags = O_WRONLY | O_CREAT | O_TRUNC;
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, out.c_str(), flags, 0600);
  posix_spawn_file_actions_addopen(&actions, 2, err.c_str(), flags, 0600);
  pid_t child = 0;
  PIXIU_CHECK(posix_spawn(&child, PIXIU_PROGRAM, &actions, nullptr, argv.data(), environment) == 0);
  posix_spawn_file_actions_destroy(&actions);
  int status = 0;
  PIXIU_CHECK(waitpid(child, &status, 0) == child);
  const int exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return {.exit_status = exit_status, .out = read(out), .err = read(err)};
}

std::string sample(std::string_view name) {
  return (std::filesystem::path(PIXIU_SAMPLES) / name).string();
}

Folder::Folder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "pixiu-XXXXXX").string();
  PIXIU_CHECK(mkdtemp(pattern.data()) != nullptr);
  path_ = pattern;
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string Folder::path(std::string_view name) const {
  return (path_ / name).string();
}

std::string Folder::write(std::string_view name, std::string_view text) const {
  std::ofstream(path_ / name, std::ios::binary) << text;
  return path(name);
}

std::string Folder::copy(std::string_view from, std::string_view name) const {
  std::filesystem::copy_file(from, path_ / name);
  return path(name);
}

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

nlohmann::json without_times_and_id(nlohmann::json result) {
  result.erase("timing_ms");
  result.erase("id");
  result.erase("mask");
  return result;
}

}  // namespace pixiu::command_line
