// The record as an outsider sees it: what was filed is there after a restart, and is proved by
// files that are published.
#include "base/base64.h"
#include "base/entropy.h"
#include "base/ids.h"
#include "server_program.h"
#include "tlog/policy.h"
#include "tlog/proof_file.h"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include <gtest/gtest.h>

namespace pixiu::api {
namespace {

using http::testing::get_text;
using nlohmann::json;

class ApiRecord : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "pixiu-record-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
    write_master_key("master.key");
    const auto made = run_pixiu({"log-key", "log.example/1", path("log.key")});
    ASSERT_EQ(made.exit_status, 0) << made.err;
    log_vkey_ = made.out.substr(0, made.out.find('\n'));
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string path(std::string_view name) const { return (folder_ / name).string(); }

  void write_master_key(std::string_view name) {
    Bytes key(32);
    entropy_.fill(key);
    std::ofstream(path(name)) << "pixiu-master-key/1 m1 " << to_base64(key) << "\n";
    std::filesystem::permissions(
        path(name), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  }

  std::vector<std::string> arguments(std::string_view master_key = "master.key") const {
    return {"--data", path("data"), "--master-key", path(master_key), "--log-key", path("log.key")};
  }

  // POST /v1/exhibits of the test's claim.
  http::testing::Reply file(const ServerProgram& server, const ExhibitId& exhibit,
                            std::string_view content) const {
    const std::string target = "/v1/exhibits?tenant=" + tenant_.text() + "&claim=" + claim_.text() +
                               "&subject=" + subject_.text() + "&exhibit=" + exhibit.text() +
                               "&retention_class=dispute";
    return server.ask(get_text(server.port(), target,
                               "Content-Length: " + std::to_string(content.size()) + "\r\n",
                               "POST") +
                      std::string(content));
  }

  // GET until it is no longer "not yet": an event is in the log within seconds.
  http::testing::Reply get_soon(const ServerProgram& server, const std::string& target) const {
    http::testing::Reply reply;
    for (int attempt = 0; attempt < 200; ++attempt) {
      reply = server.ask(get_text(server.port(), target));
      if (reply.status != 503 && reply.status != 404) break;
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return reply;
  }

  SystemEntropy entropy_;
  SystemClock clock_;
  std::filesystem::path folder_;
  std::string log_vkey_;
  TenantId tenant_ = TenantId::make(clock_, entropy_);
  ClaimId claim_ = ClaimId::make(clock_, entropy_);
  SubjectId subject_ = SubjectId::make(clock_, entropy_);
};

TEST_F(ApiRecord, what_was_acknowledged_is_there_after_sigkill_and_is_proved_by_published_files) {
  const ExhibitId exhibit = ExhibitId::make(clock_, entropy_);
  std::string event;
  {
    ServerProgram server(arguments());
    const auto filed = file(server, exhibit, sample("mug/claim-cracked.jpg"));
    ASSERT_EQ(filed.status, 201) << filed.body;
    event = json::parse(filed.body).at("event");
    server.signal(SIGKILL);
    server.wait();
  }
  ServerProgram server(arguments());
  const std::string query = "?tenant=" + tenant_.text();
  const auto read = server.ask(get_text(server.port(), "/v1/exhibits/" + exhibit.text() + query));
  ASSERT_EQ(read.status, 200) << read.body;
  EXPECT_EQ(json::parse(read.body).at("media_type"), "image/jpeg");

  const auto proof = get_soon(server, "/v1/events/" + event + "/proof" + query);
  ASSERT_EQ(proof.status, 200) << proof.body;
  const auto parsed = tlog::parse_proof_file(proof.body);
  ASSERT_TRUE(parsed) << parsed.error().message;
  const auto policy = tlog::parse_policy("log " + log_vkey_ + "\nquorum none\n");
  ASSERT_TRUE(policy) << policy.error().message;
  const std::string entry = "pixiu.event/1\n" + crypto::hex(crypto::sha256(*parsed->extra));
  const auto verified = tlog::verify_proof_file(*parsed, bytes_of(entry), *policy);
  ASSERT_TRUE(verified) << verified.error().message;
  EXPECT_EQ(verified->origin, "log.example/1");

  const auto bundle = get_soon(server, "/log/tile/entries/000.p/1");
  ASSERT_EQ(bundle.status, 200);
  EXPECT_EQ(bundle.body.substr(2), entry);
  EXPECT_EQ(bundle.field("Cache-Control"), "public, max-age=31536000, immutable");
}

TEST_F(ApiRecord, a_repeated_request_is_answered_alike) {
  ServerProgram server(arguments());
  const ExhibitId exhibit = ExhibitId::make(clock_, entropy_);
  const auto first = file(server, exhibit, "one");
  ASSERT_EQ(first.status, 201) << first.body;
  EXPECT_EQ(file(server, exhibit, "one").body, first.body);
  EXPECT_EQ(file(server, exhibit, "another").status, 409);
}

TEST_F(ApiRecord, a_wrong_or_missing_key_is_refused_by_name_and_nothing_is_touched) {
  const auto serve = [&](std::string_view master_key, std::string_view log_key) {
    return run_pixiu({"serve", "--port", "0", "--data", path("data"), "--master-key",
                      path(master_key), "--log-key", path(log_key)});
  };
  auto outcome = serve("nowhere.key", "log.key");
  EXPECT_EQ(outcome.exit_status, 1);
  EXPECT_NE(outcome.err.find("nowhere.key"), std::string::npos) << outcome.err;
  outcome = serve("master.key", "nowhere.key");
  EXPECT_EQ(outcome.exit_status, 1);
  EXPECT_NE(outcome.err.find("nowhere.key"), std::string::npos) << outcome.err;
  EXPECT_FALSE(std::filesystem::exists(path("data")));

  { ServerProgram server(arguments()); }
  write_master_key("other.key");
  outcome = serve("other.key", "log.key");
  EXPECT_EQ(outcome.exit_status, 1);
  EXPECT_NE(outcome.err.find("m1"), std::string::npos) << outcome.err;

  std::filesystem::permissions(path("log.key"), std::filesystem::perms::group_read,
                               std::filesystem::perm_options::add);
  outcome = serve("master.key", "log.key");
  EXPECT_EQ(outcome.exit_status, 1);
  EXPECT_NE(outcome.err.find("log.key"), std::string::npos) << outcome.err;
}

// Two programs and a network between them: what the log publishes satisfies a policy that asks for
// the witness, and fsck finds all of it whole.
TEST_F(ApiRecord, a_witness_cosigns_what_the_log_publishes) {
  const auto made = run_pixiu({"log-key", "--witness", "w.example", path("witness.key")});
  ASSERT_EQ(made.exit_status, 0) << made.err;
  const std::string witness_vkey = made.out.substr(0, made.out.find('\n'));
  std::ofstream(path("logs.policy")) << "log " << log_vkey_ << "\nquorum none\n";
  const ServerProgram witness(
      {"--key", path("witness.key"), "--logs", path("logs.policy"), "--state", path("witness")},
      "witness");
  std::ofstream(path("witnesses.policy"))
      << "log " << log_vkey_ << "\nwitness W " << witness_vkey
      << " http://127.0.0.1:" << witness.port() << "\nquorum W\n";
  auto all = arguments();
  all.insert(all.end(),
             {"--witnesses", path("witnesses.policy"), "--private-network", "127.0.0.0/8"});
  ServerProgram server(all);
  ASSERT_EQ(file(server, ExhibitId::make(clock_, entropy_), "a file").status, 201);

  const auto policy = tlog::parse_policy(file_text(path("witnesses.policy")));
  ASSERT_TRUE(policy) << policy.error().message;
  bool is_cosigned = false;
  for (int attempt = 0; attempt < 200 && !is_cosigned; ++attempt) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    const auto published = server.ask(get_text(server.port(), "/log/checkpoint"));
    const auto note = tlog::parse_note(published.body);
    is_cosigned =
        note && note->text.find("\n1\n") != std::string::npos && tlog::check_policy(*policy, *note);
  }
  EXPECT_TRUE(is_cosigned);
  server.signal(SIGTERM);
  EXPECT_EQ(server.wait().exit_status, 0);
  const auto checked = run_pixiu({"fsck", "--data", path("data"), "--master-key",
                                  path("master.key"), "--log-key", path("log.key")});
  EXPECT_EQ(checked.exit_status, 0) << checked.out << checked.err;
}

TEST_F(ApiRecord, without_a_data_folder_no_record_is_kept) {
  ServerProgram server;
  const auto reply = server.ask(get_text(server.port(), "/log/checkpoint"));
  EXPECT_EQ(reply.status, 501);
  EXPECT_NE(reply.body.find("no-record"), std::string::npos);
}

TEST_F(ApiRecord, a_log_key_is_never_written_over) {
  EXPECT_EQ(run_pixiu({"log-key", "log.example/1", path("log.key")}).exit_status, 1);
  EXPECT_EQ(run_pixiu({"log-key", "log example", path("new.key")}).exit_status, 2);
}

}  // namespace
}  // namespace pixiu::api
