#pragma once

#include "base/check.h"

#include <array>
#include <string>
#include <vector>

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/wait.h>
#include <unistd.h>

// A server that a script of tests/ runs for tests. Included by tests only, which run in the root of
// the project.
namespace pixiu::testing {

// Starts the script, which prints one line of JSON when it is ready and ends when its input does:
// with this object, and with this process however that ends.
class RunningScript {
 public:
  explicit RunningScript(std::vector<std::string> command) {
    std::array<int, 2> to_script{};
    std::array<int, 2> from_script{};
    PIXIU_CHECK(::pipe2(to_script.data(), O_CLOEXEC) == 0);
    PIXIU_CHECK(::pipe2(from_script.data(), O_CLOEXEC) == 0);
    std::vector<char*> arguments;
    for (std::string& argument : command) arguments.push_back(argument.data());
    arguments.push_back(nullptr);
    script_ = ::fork();
    PIXIU_CHECK(script_ >= 0);
    if (script_ == 0) {
      ::dup2(to_script[0], STDIN_FILENO);
      ::dup2(from_script[1], STDOUT_FILENO);
      ::execvp(arguments[0], arguments.data());
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
    ready_ = nlohmann::json::parse(line, nullptr, false);
  }
  RunningScript(const RunningScript&) = delete;
  RunningScript& operator=(const RunningScript&) = delete;
  ~RunningScript() {
    ::close(to_script_);
    ::waitpid(script_, nullptr, 0);
  }

  // What it printed; no object when it did not start.
  const nlohmann::json& ready() const { return ready_; }

 private:
  pid_t script_ = -1;
  int to_script_ = -1;
  nlohmann::json ready_;
};

}  // namespace pixiu::testing
