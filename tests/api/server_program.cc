#include "server_program.h"

#include "base/check.h"

#include <charconv>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>

namespace pixiu::api {
namespace {

using namespace std::chrono_literals;

constexpr auto start_time_max = 90s;  // sanitizers make a slow start

// Starts the program with its output in two files of `folder`.
pid_t spawn(const std::string& folder, const std::vector<std::string>& arguments) {
  std::vector<std::string> words{PIXIU_PROGRAM};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  PIXIU_CHECK(posix_spawn_file_actions_init(&actions) == 0);
  constexpr int flags = O_WRONLY | O_CREAT | O_TRUNC | O_APPEND;
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, (folder + "/out").c_str(), flags, 0600);
  posix_spawn_file_actions_addopen(&actions, 2, (folder + "/err").c_str(), flags, 0600);
  pid_t process = -1;
  PIXIU_CHECK(posix_spawn(&process, PIXIU_PROGRAM, &actions, nullptr, argv.data(), environ) == 0);
  posix_spawn_file_actions_destroy(&actions);
  return process;
}

int wait_for(pid_t process) {
  int status = 0;
  PIXIU_CHECK(waitpid(process, &status, 0) == process);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::string new_folder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "pixiu-api-XXXXXX").string();
  PIXIU_CHECK(mkdtemp(pattern.data()) != nullptr);
  return pattern;
}

void remove(const std::string& folder) {
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
}

}  // namespace

std::string sample_path(std::string_view name) {
  return (std::filesystem::path(PIXIU_SAMPLES) / name).string();
}

std::string file_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string sample(std::string_view name) {
  auto bytes = file_text(sample_path(name));
  EXPECT_FALSE(bytes.empty()) << "there is no sample " << name;
  return bytes;
}

Outcome run_pixiu(const std::vector<std::string>& arguments) {
  const auto folder = new_folder();
  const int exit_status = wait_for(spawn(folder, arguments));
  Outcome outcome{.exit_status = exit_status,
                  .out = file_text(folder + "/out"),
                  .err = file_text(folder + "/err")};
  remove(folder);
  return outcome;
}

ServerProgram::ServerProgram(const std::vector<std::string>& arguments, const std::string& command)
    : folder_(new_folder()) {
  std::vector<std::string> words{command, "--port", "0"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  process_ = spawn(folder_, words);
  const auto give_up = std::chrono::steady_clock::now() + start_time_max;
  while (first_line_.find('\n') == std::string::npos) {
    PIXIU_CHECK(std::chrono::steady_clock::now() < give_up);
    std::this_thread::sleep_for(20ms);
    first_line_ = file_text(folder_ + "/out");
  }
  first_line_.resize(first_line_.find('\n'));
  const auto digits = first_line_.substr(first_line_.rfind(':') + 1);
  std::from_chars(digits.data(), digits.data() + digits.size(), port_);
  PIXIU_CHECK(port_ != 0);
}

ServerProgram::~ServerProgram() {
  if (process_ > 0) {
    signal(SIGKILL);
    wait_for(process_);
  }
  remove(folder_);
}

http::testing::Reply ServerProgram::ask(const std::string& request) const {
  http::testing::RawClient client(port_);
  client.send(request);  // a refused upload may close before all is sent
  const auto reply = client.read();
  EXPECT_TRUE(reply) << "no answer";
  return reply.value_or(http::testing::Reply{});
}

http::testing::Reply ServerProgram::inspect(const http::testing::FormText& form,
                                            std::string_view query) const {
  return ask(http::testing::post_text(port_, "/v1/inspect" + std::string(query), form.body()));
}

void ServerProgram::signal(int number) const {
  PIXIU_CHECK(::kill(process_, number) == 0);
}

Outcome ServerProgram::wait() {
  const int exit_status = wait_for(process_);
  process_ = -1;
  return {.exit_status = exit_status,
          .out = file_text(folder_ + "/out"),
          .err = file_text(folder_ + "/err")};
}

}  // namespace pixiu::api
