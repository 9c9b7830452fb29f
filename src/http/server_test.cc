#include "http/server.h"

#include "http/server_testing.h"

#include <charconv>

#include <gtest/gtest.h>

namespace pixiu::http {
namespace {

using namespace std::chrono_literals;
using testing::FormText;
using testing::RawClient;
using testing::ServerTest;

TEST_F(ServerTest, a_connection_serves_one_request_after_the_other) {
  start();
  RawClient client(port);
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(client.send(testing::get_text(port, "/healthz")));
    const auto reply = client.read();
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->status, 200);
    EXPECT_EQ(reply->body, R"({"status":"ok","version":"1.2.3"})");
  }
  ASSERT_TRUE(client.send(testing::get_text(port, "/healthz", "Connection: close\r\n")));
  ASSERT_TRUE(client.read());
  EXPECT_TRUE(client.is_closed_by_server());
}

TEST_F(ServerTest, pipelined_requests_are_answered_in_order) {
  start();
  RawClient client(port);
  ASSERT_TRUE(client.send(testing::get_text(port, "/healthz") + upload() +
                          testing::get_text(port, "/nothing")));
  EXPECT_EQ(client.read()->status, 200);
  EXPECT_EQ(client.read()->body, R"({"band":"review"})");
  EXPECT_EQ(client.read()->status, 404);
}

TEST_F(ServerTest, head_sends_the_fields_and_no_body) {
  start();
  RawClient client(port);
  ASSERT_TRUE(client.send(testing::get_text(port, "/healthz", "", "HEAD")));
  const auto reply = client.read(false);
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 200);
  EXPECT_EQ(reply->field("Content-Length"), "33");
  ASSERT_TRUE(client.send(testing::get_text(port, "/healthz")));
  EXPECT_EQ(client.read()->status, 200);
}

TEST_F(ServerTest, every_answer_carries_date_and_protection) {
  start();
  for (const auto* path : {"/healthz", "/", "/nothing", "/metrics"}) {
    const auto reply = ask(testing::get_text(port, path));
    EXPECT_EQ(reply.field("Date"), "Sun, 06 Nov 1994 08:49:37 GMT") << path;
    EXPECT_EQ(reply.field("X-Content-Type-Options"), "nosniff") << path;
    EXPECT_EQ(reply.field("Referrer-Policy"), "no-referrer") << path;
    EXPECT_EQ(reply.field("Cross-Origin-Resource-Policy"), "same-origin") << path;
    EXPECT_EQ(reply.field("Cache-Control"), "no-store") << path;
    EXPECT_NE(reply.field("Content-Security-Policy").find("default-src 'none'"), std::string::npos);
  }
  EXPECT_NE(ask(testing::get_text(port, "/")).field("Content-Security-Policy").find("'nonce-"),
            std::string::npos);
}

TEST_F(ServerTest, another_host_or_origin_is_refused) {
  start();
  EXPECT_EQ(ask("GET /healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n").status, 421);
  EXPECT_EQ(ask(testing::get_text(port, "/healthz", "Origin: http://evil.example\r\n")).status,
            403);
  const auto own = "Origin: http://localhost:" + std::to_string(port) + "\r\n";
  EXPECT_EQ(ask(testing::get_text(port, "/healthz", own)).status, 200);
}

TEST_F(ServerTest, what_is_no_http_is_refused_and_cut_off) {
  start();
  for (const std::string garbage :
       {"\x16\x03\x01\x02\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
        "GET / HTTP/1.1\r\nHost : x\r\n\r\n", "GET / HTTP/1.1\nHost: x\n\n\r\n\r\n",
        "POST /v1/inspect HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"}) {
    RawClient client(port);
    ASSERT_TRUE(client.send(garbage));
    const auto reply = client.read();
    ASSERT_TRUE(reply) << garbage;
    EXPECT_EQ(reply->status, 400) << garbage;
    EXPECT_EQ(reply->field("Connection"), "close");
    EXPECT_TRUE(client.is_closed_by_server());
  }
}

TEST_F(ServerTest, a_header_too_large_is_refused) {
  start();
  const auto reply =
      ask(testing::get_text(port, "/healthz", "X: " + std::string(20'000, 'x') + "\r\n"));
  EXPECT_EQ(reply.status, 431);
}

TEST_F(ServerTest, an_upload_is_examined_and_answered) {
  start();
  const auto reply = ask(upload(300'000));
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.field("Content-Type"), "application/json");
  EXPECT_EQ(reply.body, R"({"band":"review"})");
  EXPECT_EQ(inspections.photo_sizes(), std::vector<std::size_t>{300'000});
}

TEST_F(ServerTest, a_chunked_upload_is_examined) {
  start();
  const auto body = FormText().add("photo", std::string(100'000, 'p')).body();
  std::string chunks;
  char size[32];
  for (std::size_t at = 0; at < body.size(); at += 7000) {
    const auto chunk = body.substr(at, 7000);
    const auto length = std::to_chars(size, size + sizeof size, chunk.size(), 16).ptr;
    chunks += std::string(size, length) + "\r\n" + chunk + "\r\n";
  }
  const auto head = testing::get_text(
      port, "/v1/inspect",
      "Content-Type: " + std::string(FormText::content_type) + "\r\nTransfer-Encoding: chunked\r\n",
      "POST");
  EXPECT_EQ(ask(head + chunks + "0\r\n\r\n").status, 200);
  EXPECT_EQ(inspections.photo_sizes(), std::vector<std::size_t>{100'000});
}

TEST_F(ServerTest, a_client_that_asks_first_is_told_to_continue) {
  start();
  const auto body = FormText().add("photo", "p").body();
  RawClient client(port);
  ASSERT_TRUE(client.send(
      testing::post_head_text(port, "/v1/inspect", body.size(), "Expect: 100-continue\r\n")));
  EXPECT_EQ(client.read()->status, 100);
  ASSERT_TRUE(client.send(body));
  EXPECT_EQ(client.read()->status, 200);
}

TEST_F(ServerTest, a_body_too_large_is_refused_before_it_is_sent) {
  start({.body_bytes_max = 1000});
  RawClient client(port);
  ASSERT_TRUE(
      client.send(testing::post_head_text(port, "/v1/inspect", 1001, "Expect: 100-continue\r\n")));
  const auto reply = client.read();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 413);
  EXPECT_EQ(reply->field("Content-Type"), "application/problem+json");
}

TEST_F(ServerTest, a_client_that_sends_on_still_reads_why_it_was_refused) {
  start({.body_bytes_max = 1000});
  RawClient client(port);
  const auto body = FormText().add("photo", std::string(5'000'000, 'p')).body();
  client.send(testing::post_text(port, "/v1/inspect", body));
  const auto reply = client.read();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 413);
}

TEST_F(ServerTest, a_chunked_body_is_counted_as_it_comes) {
  start({.body_bytes_max = 1000});
  RawClient client(port);
  client.send(testing::get_text(
      port, "/v1/inspect",
      "Content-Type: " + std::string(FormText::content_type) + "\r\nTransfer-Encoding: chunked\r\n",
      "POST"));
  client.send("ffffff\r\n" + std::string(4000, 'x'));
  EXPECT_EQ(client.read()->status, 413);
}

TEST_F(ServerTest, all_bodies_together_are_bounded) {
  inspections.answers_at_once = false;
  start({.bodies_held_bytes_max = 10'000});
  RawClient first(port);
  ASSERT_TRUE(first.send(upload(8000)));
  wait_until_waiting(1);
  const auto reply = ask(upload(8000));
  EXPECT_EQ(reply.status, 503);
  EXPECT_EQ(reply.field("Retry-After"), "5");
  inspections.answer_all();
  EXPECT_EQ(first.read()->status, 200);
  inspections.answers_at_once = true;
  EXPECT_EQ(ask(upload(8000)).status, 200);
}

TEST_F(ServerTest, a_full_queue_is_told_at_once) {
  start();
  inspections.has_room_now = false;
  RawClient client(port);
  ASSERT_TRUE(client.send(testing::post_head_text(port, "/v1/inspect", 1'000'000)));
  const auto early = client.read();
  ASSERT_TRUE(early);
  EXPECT_EQ(early->status, 429);
  EXPECT_EQ(early->field("Retry-After"), "5");

  inspections.has_room_now = true;
  inspections.fails_with = Error{ErrorCode::unavailable, "full"};
  EXPECT_EQ(ask(upload()).status, 429);
}

TEST_F(ServerTest, a_wrong_context_is_told_and_the_connection_lives) {
  inspections.fails_with = Error{ErrorCode::invalid_input, "context: filed_at must be a time"};
  start();
  RawClient client(port);
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(client.send(testing::get_text(port, "/nothing")));
    EXPECT_EQ(client.read()->status, 404);
  }
  const auto reply = ask(upload());
  EXPECT_EQ(reply.status, 400);
  EXPECT_NE(reply.body.find("filed_at"), std::string::npos);
}

TEST_F(ServerTest, an_examination_that_does_not_end_is_given_up) {
  inspections.answers_at_once = false;
  start({.request_time_max = 100ms});
  const auto reply = ask(upload());
  EXPECT_EQ(reply.status, 503);
  EXPECT_NE(reply.body.find("examination-timeout"), std::string::npos);
}

}  // namespace
}  // namespace pixiu::http
