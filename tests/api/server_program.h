#pragma once

#include "http/testing.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>
#include <sys/types.h>

// Runs the built program and talks to it.
namespace pixiu::api {

// A file of the bundled samples, as bytes.
std::string sample(std::string_view name);
std::string sample_path(std::string_view name);
std::string file_text(const std::string& path);

struct Outcome {
  int exit_status = -1;  // 128 + N when signal N ended it
  std::string out;
  std::string err;
};

// Runs `pixiu` with these arguments and waits for its end.
Outcome run_pixiu(const std::vector<std::string>& arguments);

// `pixiu serve --port 0` (or another command that listens) with more arguments, from "listening on"
// to its end. Killed in the end when the test did not end it.
class ServerProgram {
 public:
  explicit ServerProgram(const std::vector<std::string>& arguments = {},
                         const std::string& command = "serve");
  ~ServerProgram();
  ServerProgram(const ServerProgram&) = delete;
  ServerProgram& operator=(const ServerProgram&) = delete;

  std::uint16_t port() const { return port_; }
  const std::string& first_line() const { return first_line_; }

  // One request over a connection of its own.
  http::testing::Reply ask(const std::string& request) const;
  // POST /v1/inspect with a form.
  http::testing::Reply inspect(const http::testing::FormText& form,
                               std::string_view query = "") const;

  void signal(int number) const;
  // Waits for the program's end. Its log is then complete.
  Outcome wait();

 private:
  std::string folder_;
  pid_t process_ = -1;
  std::uint16_t port_ = 0;
  std::string first_line_;
};

}  // namespace pixiu::api
