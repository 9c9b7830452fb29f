#pragma once

#include "base/base64.h"
#include "base/clock.h"
#include "base/entropy.h"
#include "base/ids.h"
#include "server_program.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <sys/stat.h>

// A record for `pixiu serve --data`, with keys of its own, gone at the end of the test.
namespace pixiu::api {

class DataFolder {
 public:
  DataFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "pixiu-data-XXXXXX").string();
    EXPECT_NE(mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
    Bytes key(32);
    entropy_.fill(key);
    master_key_ = to_base64(key);
    std::ofstream(master_key_path()) << "pixiu-master-key/1 test " << master_key_ << '\n';
    ::chmod(master_key_path().c_str(), 0600);
    EXPECT_EQ(run_pixiu({"log-key", "example.org/test", log_key_path()}).exit_status, 0);
  }
  DataFolder(const DataFolder&) = delete;
  DataFolder& operator=(const DataFolder&) = delete;
  ~DataFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }

  std::vector<std::string> arguments() const {
    return {"--data", data_path(), "--master-key", master_key_path(), "--log-key", log_key_path()};
  }
  std::string data_path() const { return root_ + "/data"; }
  std::string master_key_path() const { return root_ + "/master.key"; }
  std::string log_key_path() const { return root_ + "/log.key"; }
  const std::string& master_key_base64() const { return master_key_; }

  // A fresh id of any kind, as text.
  std::string id() { return ClaimId::make(clock_, entropy_).text(); }

 private:
  SystemClock clock_;
  SystemEntropy entropy_;
  std::string root_;
  std::string master_key_;
};

// A request of tus 1.0.0 with further header lines.
inline std::string tus_text(std::uint16_t port, std::string_view method, std::string_view target,
                            std::string_view more = "", std::string_view body = "") {
  std::string head = "Tus-Resumable: 1.0.0\r\n" + std::string(more);
  if (method == "PATCH") head += "Content-Type: application/offset+octet-stream\r\n";
  if (method == "PATCH" || method == "POST") {
    head += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  }
  return http::testing::get_text(port, target, head, method) + std::string(body);
}

}  // namespace pixiu::api
