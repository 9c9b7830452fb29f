#include "server_program.h"

#include <csignal>
#include <future>
#include <random>

#include <gtest/gtest.h>

namespace pixiu::api {
namespace {

using namespace std::chrono_literals;
using http::testing::FormText;
using http::testing::get_text;
using http::testing::post_head_text;
using http::testing::RawClient;
using nlohmann::json;
using SteadyClock = std::chrono::steady_clock;

std::string problem_of(const http::testing::Reply& reply) {
  EXPECT_EQ(reply.field("Content-Type"), "application/problem+json");
  const auto problem = json::parse(reply.body, nullptr, false);
  if (!problem.is_object()) return "no problem: " + reply.body;
  EXPECT_EQ(problem.at("status"), reply.status);
  return problem.at("type").get<std::string>().substr(std::string("urn:pixiu:problem:").size());
}

TEST(ApiServe, the_address_is_printed_when_the_server_is_ready) {
  ServerProgram server;
  EXPECT_EQ(server.first_line(), "listening on http://127.0.0.1:" + std::to_string(server.port()));
  EXPECT_EQ(server.ask(get_text(server.port(), "/healthz")).status, 200);
}

TEST(ApiServe, an_address_that_is_not_loopback_is_refused_with_the_reason) {
  for (const auto* address : {"0.0.0.0", "192.168.1.1", "::", "example.org"}) {
    const auto outcome = run_pixiu({"serve", "--address", address});
    EXPECT_EQ(outcome.exit_status, 2) << address;
    EXPECT_NE(outcome.err.find("no users yet"), std::string::npos) << outcome.err;
    EXPECT_EQ(outcome.out, "");
  }
}

TEST(ApiServe, wrong_usage_and_a_taken_port_are_told_apart) {
  EXPECT_EQ(run_pixiu({"serve", "--port", "65536"}).exit_status, 2);
  EXPECT_EQ(run_pixiu({"serve", "--jobs", "0"}).exit_status, 2);
  EXPECT_EQ(run_pixiu({"serve", "--calibration", "/nowhere.toml"}).exit_status, 2);
  ServerProgram server;
  const auto outcome = run_pixiu({"serve", "--port", std::to_string(server.port())});
  EXPECT_EQ(outcome.exit_status, 1);
  EXPECT_NE(outcome.err.find("cannot listen on"), std::string::npos) << outcome.err;
}

TEST(ApiServe, bad_uploads_are_refused_with_a_machine_readable_reason) {
  ServerProgram server;
  const auto port = server.port();
  const auto photo = FormText().add("photo", "p");

  auto reply = server.inspect(FormText().add("reference", "r"));
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(problem_of(reply), "missing-part");
  reply = server.inspect(FormText(photo).add("video", "v"));
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(problem_of(reply), "unknown-part");
  reply = server.inspect(FormText(photo).add("context", R"({"filed_at":"soon"})"));
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(problem_of(reply), "invalid-context");
  EXPECT_NE(reply.body.find("filed_at"), std::string::npos);
  auto many = photo;
  for (int i = 0; i < 21; ++i) many.add("reference", "r");
  reply = server.inspect(many);
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(problem_of(reply), "too-many-parts");
  reply = server.inspect(photo, "?include=everything");
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(problem_of(reply), "invalid-query");
  reply = server.ask(http::testing::post_text(port, "/v1/inspect", "--no-delimiter"));
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(problem_of(reply), "malformed-multipart");
  reply = server.ask(get_text(port, "/v1/inspect",
                              "Content-Type: application/json\r\nContent-Length: 2\r\n", "POST") +
                     "{}");
  EXPECT_EQ(reply.status, 415);
  EXPECT_EQ(problem_of(reply), "unsupported-media-type");
  reply = server.ask(post_head_text(port, "/v1/inspect", (256u << 20) + 1));
  EXPECT_EQ(reply.status, 413);
  EXPECT_EQ(problem_of(reply), "body-too-large");
  EXPECT_EQ(json::parse(reply.body).at("code"), "limit_exceeded");
}

TEST(ApiServe, other_sites_cannot_use_the_server) {
  ServerProgram server;
  const auto port = server.port();
  const auto body = FormText().add("photo", "p").body();
  const auto rebound =
      server.ask("GET / HTTP/1.1\r\nHost: evil.example:" + std::to_string(port) + "\r\n\r\n");
  EXPECT_EQ(rebound.status, 421);
  EXPECT_EQ(problem_of(rebound), "wrong-host");
  const auto foreign = server.ask(
      post_head_text(port, "/v1/inspect", body.size(), "Origin: http://evil.example\r\n") + body);
  EXPECT_EQ(foreign.status, 403);
  EXPECT_EQ(problem_of(foreign), "wrong-origin");
  const auto own =
      server.ask(post_head_text(port, "/v1/inspect", body.size(),
                                "Origin: http://127.0.0.1:" + std::to_string(port) + "\r\n") +
                 body);
  EXPECT_EQ(own.status, 200);
}

TEST(ApiServe, slow_clients_are_cut_off) {
  ServerProgram server;
  const auto drip = [&server](const std::string& start) {
    RawClient client(server.port());
    client.send(start);
    const auto begin = SteadyClock::now();
    while (!client.has_input() && SteadyClock::now() - begin < 60s) {
      if (!client.send("x")) break;
      std::this_thread::sleep_for(100ms);
    }
    EXPECT_LT(SteadyClock::now() - begin, 30s);
    const auto reply = client.read();
    EXPECT_TRUE(!reply || reply->status == 408);
  };
  const auto header = std::async(std::launch::async, drip, "GET /healthz HTTP/1.1\r\nX: ");
  const auto body =
      std::async(std::launch::async, drip, post_head_text(server.port(), "/v1/inspect", 100'000));
  header.wait();
  EXPECT_EQ(server.ask(get_text(server.port(), "/healthz")).status, 200);
  body.wait();
}

TEST(ApiServe, a_stop_finishes_the_examination_that_runs) {
  ServerProgram server;
  RawClient idle(server.port()), busy(server.port());
  ASSERT_TRUE(idle.send(get_text(server.port(), "/healthz")));
  ASSERT_TRUE(idle.read());
  const auto form = FormText()
                        .add("photo", sample("mug/claim-cracked.jpg"))
                        .add("reference", sample("mug/listing.jpg"));
  ASSERT_TRUE(busy.send(http::testing::post_text(server.port(), "/v1/inspect", form.body())));
  std::this_thread::sleep_for(200ms);
  server.signal(SIGTERM);
  EXPECT_TRUE(idle.is_closed_by_server());
  const auto reply = busy.read();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 200);
  EXPECT_EQ(server.wait().exit_status, 0);
}

TEST(ApiServe, an_interrupt_ends_an_idle_server_at_once) {
  ServerProgram server;
  const auto start = SteadyClock::now();
  server.signal(SIGINT);
  EXPECT_EQ(server.wait().exit_status, 0);
  EXPECT_LT(SteadyClock::now() - start, 10s);
}

TEST(ApiServe, garbage_of_every_kind_is_survived) {
  ServerProgram server;
  std::mt19937 random(7);
  const std::string whole =
      http::testing::post_text(server.port(), "/v1/inspect", FormText().add("photo", "p").body());
  for (int i = 0; i < 300; ++i) {
    auto bytes = whole.substr(0, i % 3 == 0 ? random() % whole.size() : whole.size());
    for (unsigned changes = random() % 8; changes > 0 && !bytes.empty(); --changes) {
      bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    RawClient client(server.port());
    client.send(bytes);
    client.finish_sending();
    const auto reply = client.read();
    if (reply) {
      EXPECT_GE(reply->status, 200) << bytes;
      EXPECT_NE(reply->status, 500) << bytes;
    }
  }
  EXPECT_EQ(server.ask(get_text(server.port(), "/healthz")).status, 200);
}

TEST(ApiServe, the_description_served_is_the_one_in_the_documents) {
  ServerProgram server;
  const auto reply = server.ask(get_text(server.port(), "/openapi.json"));
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.field("Content-Type"), "application/json");
  EXPECT_EQ(reply.body, file_text(PIXIU_OPENAPI));
}

TEST(ApiServe, methods_and_paths_are_told_apart_and_head_has_no_body) {
  ServerProgram server;
  const auto port = server.port();
  const auto wrong = server.ask(get_text(port, "/v1/inspect"));
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.field("Allow"), "POST");
  EXPECT_EQ(server.ask(get_text(port, "/v2/inspect")).status, 404);
  RawClient client(port);
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(client.send(get_text(port, "/healthz", "", "HEAD")));
    const auto reply = client.read(false);
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->status, 200);
  }
}

TEST(ApiServe, the_console_comes_with_a_strict_policy_and_its_files) {
  ServerProgram server;
  const auto port = server.port();
  const auto page = server.ask(get_text(port, "/"));
  const auto policy = page.field("Content-Security-Policy");
  EXPECT_EQ(policy.find("unsafe"), std::string::npos);
  EXPECT_NE(policy.find("default-src 'none'"), std::string::npos);
  if (page.status == 404) {
    EXPECT_NE(page.body.find("built without its console"), std::string::npos);
    GTEST_SKIP() << "built without the console";
  }
  ASSERT_EQ(page.status, 200);
  EXPECT_EQ(page.body.find("__CSP_NONCE__"), std::string::npos);
  const auto at = page.body.find("/assets/");
  ASSERT_NE(at, std::string::npos);
  const auto path = page.body.substr(at, page.body.find('"', at) - at);
  const auto plain = server.ask(get_text(port, path));
  EXPECT_EQ(plain.status, 200);
  EXPECT_NE(plain.field("Cache-Control").find("immutable"), std::string::npos);
  const auto packed = server.ask(get_text(port, path, "Accept-Encoding: gzip\r\n"));
  EXPECT_EQ(packed.field("Content-Encoding"), "gzip");
  EXPECT_LT(packed.body.size(), plain.body.size());
  EXPECT_EQ(packed.body.substr(0, 2), "\x1f\x8b");
}

}  // namespace
}  // namespace pixiu::api
