#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

// Runs the built program and keeps what it wrote.
namespace pixiu::command_line {

struct Outcome {
  int exit_status = -1;  // 128 + N when signal N ended it
  std::string out;
  std::string err;

  nlohmann::json json() const;                // `out` as one JSON value
  std::vector<nlohmann::json> lines() const;  // `out` as JSON lines
};

// Runs `pixiu` with these arguments, in a plain environment, and waits for its end.
Outcome run_pixiu(const std::vector<std::string>& arguments);

// A file of the bundled samples.
std::string sample(std::string_view name);

// A folder that is removed with everything in it.
class Folder {
 public:
  Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder();

  std::string path(std::string_view name) const;
  std::string write(std::string_view name, std::string_view text) const;
  std::string copy(std::string_view from, std::string_view name) const;

 private:
  std::filesystem::path path_;
};

std::string read(const std::filesystem::path& path);

// A result without what may differ between two runs of the same case.
nlohmann::json without_times_and_id(nlohmann::json result);

}  // namespace pixiu::command_line
