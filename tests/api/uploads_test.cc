// Resumable uploads (tus 1.0.0) against the program as it is run, over restarts and kills.
#include "base/testing.h"
#include "crypto/digest.h"
#include "crypto/transfer_checksum.h"
#include "data_folder.h"

#include <csignal>
#include <thread>

namespace pixiu::api {
namespace {

using http::testing::get_text;
using http::testing::RawClient;
using http::testing::Reply;
using nlohmann::json;

std::string content_of(std::size_t size) {
  std::string content(size, '\0');
  pixiu::testing::SeededEntropy(21).fill(std::as_writable_bytes(std::span(content)));
  return content;
}

struct Uploads : ::testing::Test {
  DataFolder data;
  std::unique_ptr<ServerProgram> server = std::make_unique<ServerProgram>(data.arguments());
  std::string tenant = data.id();
  std::string exhibit = data.id();

  Reply ask(std::string_view method, std::string_view target, std::string_view more = "",
            std::string_view body = "") const {
    RawClient client(server->port());
    client.send(tus_text(server->port(), method, target, more, body));
    const auto reply = client.read(method != "HEAD");
    EXPECT_TRUE(reply);
    return reply.value_or(Reply{});
  }
  std::string metadata(std::string_view retention_class = "recording") {
    const auto pair = [](std::string_view key, std::string_view value) {
      return std::string(key) + " " + to_base64(bytes_of(value));
    };
    return pair("tenant", tenant) + "," + pair("claim", data.id()) + "," +
           pair("subject", data.id()) + "," + pair("exhibit", exhibit) + "," +
           pair("retention_class", retention_class) + "," + pair("filename", "开箱.mp4");
  }
  // The path of a new upload.
  std::string create(std::size_t length) {
    const auto reply = ask(
        "POST", "/v1/uploads",
        "Upload-Length: " + std::to_string(length) + "\r\nUpload-Metadata: " + metadata() + "\r\n");
    EXPECT_EQ(reply.status, 201) << reply.body;
    EXPECT_NE(reply.field("Upload-Expires"), "");
    return reply.field("Location");
  }
  Reply patch(const std::string& path, std::size_t offset, std::string_view body,
              std::string_view more = "") const {
    return ask("PATCH", path,
               "Upload-Offset: " + std::to_string(offset) + "\r\n" + std::string(more), body);
  }
  std::string offset(const std::string& path) const {
    return ask("HEAD", path).field("Upload-Offset");
  }
  void restart(int signal) {
    server->signal(signal);
    server->wait();
    server = std::make_unique<ServerProgram>(data.arguments());
  }
  // What is recorded of the exhibit, once it is.
  json taken_in() const {
    for (int i = 0; i < 600; ++i) {
      const auto reply =
          server->ask(get_text(server->port(), "/v1/exhibits/" + exhibit + "?tenant=" + tenant));
      if (reply.status == 200) return json::parse(reply.body);
      EXPECT_EQ(reply.status, 404) << reply.body;
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    ADD_FAILURE() << "never taken in";
    return {};
  }
};

TEST_F(Uploads, the_server_says_what_it_can) {
  const auto reply = server->ask(get_text(server->port(), "/v1/uploads", "", "OPTIONS"));
  EXPECT_EQ(reply.status, 204);
  EXPECT_EQ(reply.field("Tus-Resumable"), "1.0.0");
  EXPECT_EQ(reply.field("Tus-Version"), "1.0.0");
  EXPECT_EQ(reply.field("Tus-Extension"), "creation,termination,checksum,expiration");
  EXPECT_EQ(reply.field("Tus-Checksum-Algorithm"), "sha1,sha256");
  EXPECT_EQ(reply.field("Tus-Max-Size"), "8589934592");
}

TEST_F(Uploads, in_parts_over_restarts_become_the_exhibit) {
  const auto content = content_of(3'000'000);
  const auto path = create(content.size());
  EXPECT_EQ(offset(path), "0");
  auto reply = patch(path, 0, std::string_view(content).substr(0, 1'200'000));
  EXPECT_EQ(reply.status, 204) << reply.body;
  EXPECT_EQ(reply.field("Upload-Offset"), "1200000");
  restart(SIGKILL);
  const auto state = ask("HEAD", path);
  EXPECT_EQ(state.status, 200);
  EXPECT_EQ(state.field("Upload-Offset"), "1200000");
  EXPECT_EQ(state.field("Upload-Length"), "3000000");
  EXPECT_EQ(state.field("Cache-Control"), "no-store");
  EXPECT_NE(state.field("Upload-Metadata").find("filename 5byA566xLm1wNA=="), std::string::npos);
  restart(SIGTERM);
  reply = patch(path, 1'200'000, std::string_view(content).substr(1'200'000));
  EXPECT_EQ(reply.field("Upload-Offset"), "3000000") << reply.body;
  const auto stored = taken_in();
  EXPECT_EQ(stored.at("sha256"), crypto::hex(crypto::sha256(bytes_of(content))));
  EXPECT_EQ(stored.at("sm3"), crypto::hex(crypto::sm3(bytes_of(content))));
  EXPECT_EQ(stored.at("size_bytes"), 3'000'000);
  EXPECT_EQ(ask("HEAD", path).status, 404);
}

TEST_F(Uploads, broken_off_in_a_part_go_on_from_what_came) {
  const auto content = content_of(2'000'000);
  const auto path = create(content.size());
  {
    RawClient client(server->port());
    const auto request = tus_text(server->port(), "PATCH", path, "Upload-Offset: 0\r\n", content);
    ASSERT_TRUE(client.send(std::string_view(request).substr(0, request.size() - 700'000)));
  }
  std::string at;
  for (int i = 0; i < 300 && (at.empty() || at == "0"); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    at = offset(path);
  }
  EXPECT_EQ(at, "1300000");
  EXPECT_EQ(patch(path, 1'300'000, std::string_view(content).substr(1'300'000)).status, 204);
  EXPECT_EQ(taken_in().at("sha256"), crypto::hex(crypto::sha256(bytes_of(content))));
}

TEST_F(Uploads, killed_in_a_part_lose_nothing_that_was_acknowledged) {
  const auto content = content_of(4'000'000);
  const auto path = create(content.size());
  ASSERT_EQ(patch(path, 0, std::string_view(content).substr(0, 500'000)).status, 204);
  RawClient client(server->port());
  const auto request = tus_text(server->port(), "PATCH", path, "Upload-Offset: 500000\r\n",
                                std::string_view(content).substr(500'000));
  ASSERT_TRUE(client.send(std::string_view(request).substr(0, 2'000'000)));
  restart(SIGKILL);
  const auto at = std::stoul(offset(path));
  EXPECT_GE(at, 500'000u);
  EXPECT_EQ(patch(path, at, std::string_view(content).substr(at)).status, 204);
  EXPECT_EQ(taken_in().at("sha256"), crypto::hex(crypto::sha256(bytes_of(content))));
}

TEST_F(Uploads, a_part_that_is_not_what_its_checksum_says_is_thrown_away) {
  const std::string content = "what was sent";
  const auto path = create(content.size());
  const auto checksum = [&](crypto::TransferAlgorithm algorithm, std::string_view of) {
    crypto::TransferChecksum sum(algorithm);
    sum.update(bytes_of(of));
    return "Upload-Checksum: " + std::string(crypto::transfer_algorithm_name(algorithm)) + " " +
           to_base64(sum.finish()) + "\r\n";
  };
  using enum crypto::TransferAlgorithm;
  EXPECT_EQ(patch(path, 0, content, checksum(sha1, "something else")).status, 460);
  EXPECT_EQ(offset(path), "0");
  EXPECT_EQ(patch(path, 0, content, "Upload-Checksum: md5 YQ==\r\n").status, 400);
  EXPECT_EQ(patch(path, 0, content.substr(0, 4), checksum(sha1, content.substr(0, 4))).status, 204);
  EXPECT_EQ(patch(path, 4, content.substr(4), checksum(sha256, content.substr(4))).status, 204);
  EXPECT_EQ(taken_in().at("size_bytes"), content.size());
}

TEST_F(Uploads, are_refused_with_the_reason) {
  const auto path = create(100);
  EXPECT_EQ(patch(path, 5, "x").status, 409);
  EXPECT_EQ(patch(path, 0, std::string(101, 'x')).status, 413);
  EXPECT_EQ(offset(path), "0");
  EXPECT_EQ(ask("PATCH", path, "", "x").status, 400) << "without Upload-Offset";
  EXPECT_EQ(patch("/v1/uploads/" + data.id(), 0, "x").status, 404);
  EXPECT_EQ(patch("/v1/uploads/..%2f..%2fetc", 0, "x").status, 404);
  const auto port = server->port();
  const auto old = server->ask(get_text(port, path, "Tus-Resumable: 0.2.2\r\n", "DELETE"));
  EXPECT_EQ(old.status, 412);
  EXPECT_EQ(old.field("Tus-Version"), "1.0.0");
  EXPECT_EQ(server
                ->ask(get_text(port, path,
                               "Tus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
                               "Content-Type: text/plain\r\nContent-Length: 0\r\n",
                               "PATCH"))
                .status,
            415);
  const auto create_with = [this](const std::string& more) {
    return ask("POST", "/v1/uploads", more).status;
  };
  EXPECT_EQ(create_with("Upload-Metadata: " + metadata() + "\r\n"), 400);
  EXPECT_EQ(create_with("Upload-Length: 0\r\nUpload-Metadata: " + metadata() + "\r\n"), 400);
  EXPECT_EQ(create_with("Upload-Length: 5\r\n"), 400);
  EXPECT_EQ(create_with("Upload-Length: 5\r\nUpload-Metadata: " + metadata("nonsense") + "\r\n"),
            400);
  EXPECT_EQ(create_with("Upload-Length: 8589934593\r\nUpload-Metadata: " + metadata() + "\r\n"),
            413);
  EXPECT_EQ(create_with("Upload-Length: 5\r\nUpload-Length: 6\r\n"), 400);
}

TEST_F(Uploads, that_were_given_up_are_gone_from_the_disk) {
  const auto path = create(100);
  ASSERT_EQ(patch(path, 0, "some bytes").status, 204);
  EXPECT_EQ(ask("DELETE", path).status, 204);
  EXPECT_EQ(ask("HEAD", path).status, 404);
  EXPECT_EQ(ask("DELETE", path).status, 404);
  EXPECT_TRUE(std::filesystem::is_empty(data.data_path() + "/uploads"));
}

TEST_F(Uploads, without_a_record_there_are_none) {
  const ServerProgram plain;
  const auto reply =
      plain.ask(tus_text(plain.port(), "POST", "/v1/uploads", "Upload-Length: 5\r\n"));
  EXPECT_EQ(reply.status, 501);
}

}  // namespace
}  // namespace pixiu::api
