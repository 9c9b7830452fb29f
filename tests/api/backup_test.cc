// A record is copied while it is in use, and goes on from a copy only where that is no second
// history. The dossier of what is in it holds by itself.
#include "data_folder.h"
#include "server_program.h"

#include <filesystem>
#include <fstream>
#include <thread>

#include <gtest/gtest.h>

namespace pixiu::api {
namespace {

using http::testing::get_text;

class ApiBackup : public ::testing::Test {
 protected:
  void SetUp() override {
    root_ = std::filesystem::path(folder_.data_path()).parent_path();
    const auto made = run_pixiu({"log-key", "example.org/backup", path("its.key")});
    ASSERT_EQ(made.exit_status, 0) << made.err;
    log_vkey_ = made.out.substr(0, made.out.find('\n'));
  }

  std::string path(std::string_view name) const { return (root_ / name).string(); }

  std::vector<std::string> serving(std::string_view data, std::string_view log_key) const {
    return {"--data",    path(data),   "--master-key", folder_.master_key_path(),
            "--log-key", path(log_key)};
  }

  // Files an exhibit and waits until the log has `size` entries; the checkpoint goes to `name`.
  void file_until(const ServerProgram& server, int size, std::string_view name) {
    const std::string target = "/v1/exhibits?tenant=" + tenant_ + "&claim=" + claim_ +
                               "&subject=" + subject_ + "&exhibit=" + folder_.id() +
                               "&retention_class=dispute";
    const std::string content = "a torn seam";
    const auto filed =
        server.ask(get_text(server.port(), target,
                            "Content-Length: " + std::to_string(content.size()) + "\r\n", "POST") +
                   content);
    ASSERT_EQ(filed.status, 201) << filed.body;
    const std::string line = "\n" + std::to_string(size) + "\n";
    for (int attempt = 0; attempt < 200; ++attempt) {
      const auto reply = server.ask(get_text(server.port(), "/log/checkpoint"));
      if (reply.body.find(line) != std::string::npos) {
        std::ofstream(path(name)) << reply.body;
        return;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    FAIL() << "the log did not come to " << size << " entries";
  }

  Outcome restore(std::string_view to, std::string_view known, bool has_new_origin) const {
    std::vector<std::string> arguments{"restore",    path("backup"), "--data",  path(to),
                                       "--log-vkey", log_vkey_,      "--known", path(known)};
    if (has_new_origin) arguments.emplace_back("--new-origin");
    return run_pixiu(arguments);
  }

  DataFolder folder_;
  std::filesystem::path root_;
  std::string log_vkey_;
  std::string tenant_ = folder_.id();
  std::string claim_ = folder_.id();
  std::string subject_ = folder_.id();
};

TEST_F(ApiBackup, a_log_goes_on_only_from_a_copy_that_is_ahead_of_what_is_known) {
  ServerProgram server(serving("data", "its.key"));
  file_until(server, 1, "first");
  const auto copied = run_pixiu(
      {"backup", "--data", path("data"), "--to", path("backup"), "--log-vkey", log_vkey_});
  ASSERT_EQ(copied.exit_status, 0) << copied.err;
  file_until(server, 2, "second");

  EXPECT_EQ(restore("ahead", "first", false).exit_status, 0);
  const auto behind = restore("behind", "second", false);
  EXPECT_EQ(behind.exit_status, 1);
  EXPECT_NE(behind.err.find("behind a known checkpoint"), std::string::npos) << behind.err;
  EXPECT_FALSE(std::filesystem::exists(path("behind")));
}

TEST_F(ApiBackup, a_log_that_a_restore_ended_is_never_written_again) {
  ServerProgram server(serving("data", "its.key"));
  file_until(server, 1, "first");
  ASSERT_EQ(
      run_pixiu({"backup", "--data", path("data"), "--to", path("backup"), "--log-vkey", log_vkey_})
          .exit_status,
      0);
  file_until(server, 2, "second");
  ASSERT_EQ(restore("anew", "second", true).exit_status, 0);

  std::vector<std::string> old_key{"serve", "--port", "0"};
  for (const std::string& argument : serving("anew", "its.key")) old_key.push_back(argument);
  const auto refused = run_pixiu(old_key);
  EXPECT_NE(refused.exit_status, 0);
  EXPECT_NE(refused.err.find("ended by a restore"), std::string::npos) << refused.err;

  ASSERT_EQ(run_pixiu({"log-key", "example.org/anew", path("new.key")}).exit_status, 0);
  ServerProgram anew(serving("anew", "new.key"));
  file_until(anew, 2, "anew-checkpoint");
}

TEST_F(ApiBackup, a_dossier_of_what_was_filed_holds) {
  ServerProgram server(serving("data", "its.key"));
  file_until(server, 1, "first");
  const auto written = run_pixiu({"dossier", "--data", path("data"), "--master-key",
                                  folder_.master_key_path(), "--log-vkey", log_vkey_, "--tenant",
                                  tenant_, "--claim", claim_, "-o", path("dossier.zip")});
  ASSERT_EQ(written.exit_status, 0) << written.err;
  const auto verified = run_pixiu({"verify", path("dossier.zip")});
  EXPECT_EQ(verified.exit_status, 0) << verified.err;
  EXPECT_NE(verified.out.find("HOLDS"), std::string::npos) << verified.out;
}

}  // namespace
}  // namespace pixiu::api
