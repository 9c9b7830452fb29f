#include "http/server.h"
#include "http/server_testing.h"

#include <csignal>

#include <gtest/gtest.h>

namespace pixiu::http {
namespace {

using namespace std::chrono_literals;
using testing::FormText;
using testing::RawClient;
using SteadyClock = std::chrono::steady_clock;

class ServerTimeTest : public testing::ServerTest {};

// Sends a byte every 20 ms until the server answers or closes; the time that took.
std::chrono::milliseconds drip(RawClient& client, std::string_view bytes) {
  const auto start = SteadyClock::now();
  for (std::size_t i = 0; i < 1000; ++i) {
    if (!client.send(bytes.substr(i % bytes.size(), 1))) break;
    if (client.has_input()) break;
    std::this_thread::sleep_for(20ms);
  }
  return std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now() - start);
}

TEST_F(ServerTimeTest, a_header_that_drips_in_is_cut_off) {
  start({.header_time_max = 200ms});
  RawClient client(port);
  ASSERT_TRUE(client.send("GET /healthz HTTP/1.1\r\nX: "));
  EXPECT_LT(drip(client, "x"), 10s);
  const auto reply = client.read();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 408);
  EXPECT_TRUE(client.is_closed_by_server());
}

TEST_F(ServerTimeTest, a_body_that_drips_in_is_cut_off) {
  start({.bytes_per_second_min = 1'000'000, .transfer_grace_time = 200ms});
  RawClient client(port);
  ASSERT_TRUE(client.send(testing::post_head_text(port, "/v1/inspect", 1'000'000)));
  EXPECT_LT(drip(client, "x"), 10s);
  const auto reply = client.read();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 408);
  EXPECT_TRUE(client.is_closed_by_server());
}

TEST_F(ServerTimeTest, a_body_may_not_take_forever_however_fast_it_comes) {
  start({.bytes_per_second_min = 1, .transfer_grace_time = 10s, .transfer_time_max = 200ms});
  RawClient client(port);
  ASSERT_TRUE(client.send(testing::post_head_text(port, "/v1/inspect", 1'000'000)));
  EXPECT_LT(drip(client, "x"), 9s);
  EXPECT_EQ(client.read()->status, 408);
}

TEST_F(ServerTimeTest, an_idle_connection_is_closed) {
  start({.idle_time_max = 100ms});
  RawClient silent(port);
  EXPECT_TRUE(silent.is_closed_by_server());
  RawClient idle(port);
  ASSERT_TRUE(idle.send(testing::get_text(port, "/healthz")));
  ASSERT_TRUE(idle.read());
  EXPECT_TRUE(idle.is_closed_by_server());
}

TEST_F(ServerTimeTest, an_answer_nobody_reads_is_given_up) {
  inspections.long_answer = std::string(30'000'000, 'x');
  start({.bytes_per_second_min = 100'000'000, .transfer_grace_time = 200ms});
  RawClient client(port);
  ASSERT_TRUE(client.send(upload()));
  for (int i = 0; i < 1000 && recorded().empty(); ++i) std::this_thread::sleep_for(10ms);
  ASSERT_EQ(recorded().size(), 1u);
}

TEST_F(ServerTimeTest, connections_beyond_the_bound_are_told_and_closed) {
  start({.connections_max = 2});
  RawClient first(port), second(port);
  ASSERT_TRUE(first.send(testing::get_text(port, "/healthz")));
  ASSERT_TRUE(first.read());
  ASSERT_TRUE(second.send(testing::get_text(port, "/healthz")));
  ASSERT_TRUE(second.read());
  RawClient third(port);
  EXPECT_EQ(third.read()->status, 503);
  EXPECT_TRUE(third.is_closed_by_server());
}

TEST_F(ServerTimeTest, a_client_that_leaves_takes_nothing_with_it) {
  start({.bodies_held_bytes_max = 10'000});
  for (int i = 0; i < 5; ++i) {
    RawClient client(port);
    ASSERT_TRUE(client.send(testing::post_head_text(port, "/v1/inspect", 9000) + "half a body"));
  }
  int status = 0;
  for (int i = 0; i < 100 && status != 200; ++i) {
    status = ask(upload(8000)).status;
    if (status != 200) std::this_thread::sleep_for(20ms);
  }
  EXPECT_EQ(status, 200);
}

TEST_F(ServerTimeTest, many_clients_are_served_side_by_side) {
  inspections.answers_at_once = false;
  start();
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 20; ++i) {
    clients.push_back(std::make_unique<RawClient>(port));
    ASSERT_TRUE(clients.back()->send(upload(1000)));
  }
  wait_until_waiting(20);
  EXPECT_EQ(ask(testing::get_text(port, "/healthz")).status, 200);
  inspections.answer_all();
  for (auto& client : clients) EXPECT_EQ(client->read()->status, 200);
}

TEST_F(ServerTimeTest, stopping_finishes_what_runs_and_closes_what_is_idle) {
  inspections.answers_at_once = false;
  start();
  RawClient idle(port), busy(port);
  ASSERT_TRUE(idle.send(testing::get_text(port, "/healthz")));
  ASSERT_TRUE(idle.read());
  ASSERT_TRUE(busy.send(upload()));
  wait_until_waiting(1);
  server->stop();
  EXPECT_TRUE(idle.is_closed_by_server());
  EXPECT_FALSE(RawClient(port).is_open());
  inspections.answer_all();
  const auto reply = busy.read();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 200);
  EXPECT_EQ(reply->field("Connection"), "close");
  EXPECT_TRUE(busy.is_closed_by_server());
  thread.join();
}

TEST_F(ServerTimeTest, stopping_does_not_wait_forever) {
  inspections.answers_at_once = false;
  start({.stop_time_max = 200ms});
  RawClient busy(port), dripping(port);
  ASSERT_TRUE(busy.send(upload()));
  ASSERT_TRUE(dripping.send("GET /heal"));
  wait_until_waiting(1);
  const auto start_time = SteadyClock::now();
  server->stop();
  thread.join();
  EXPECT_LT(SteadyClock::now() - start_time, 5s);
  EXPECT_TRUE(busy.is_closed_by_server());
}

TEST_F(ServerTimeTest, the_signal_to_terminate_stops_the_server) {
  start();
  ASSERT_EQ(ask(testing::get_text(port, "/healthz")).status, 200);
  ASSERT_EQ(std::raise(SIGTERM), 0);
  thread.join();
  EXPECT_FALSE(RawClient(port).is_open());
}

TEST_F(ServerTimeTest, the_access_log_holds_labels_and_no_path_or_name) {
  start();
  ASSERT_EQ(ask(testing::get_text(port, "/photo-of-Zhang-San?name=Zhang")).status, 404);
  ASSERT_EQ(ask(upload()).status, 200);
  ASSERT_EQ(ask("BREW / HTTP/1.1\r\nHost: localhost:" + std::to_string(port) + "\r\n\r\n").status,
            405);
  for (int i = 0; i < 100 && recorded().size() < 3; ++i) std::this_thread::sleep_for(10ms);
  const auto log = recorded();
  ASSERT_EQ(log.size(), 3u);
  EXPECT_EQ(log[0].route, "unmatched");
  EXPECT_EQ(log[0].status, 404);
  EXPECT_EQ(log[1].route, "/v1/inspect");
  EXPECT_EQ(log[1].method, "POST");
  EXPECT_EQ(log[1].band, "review");
  EXPECT_GT(log[1].received_bytes, 0u);
  EXPECT_GE(log[1].duration_s, 0);
  EXPECT_EQ(log[2].method, "other");
  EXPECT_EQ(ask(testing::get_text(port, "/metrics")).body.find("Zhang"), std::string::npos);
}

TEST_F(ServerTimeTest, two_servers_cannot_share_a_port_and_foreign_addresses_are_refused) {
  start();
  const auto parts = [this]() -> ServerParts {
    return {.inspections = inspections,
            .entropy = entropy,
            .clock = clock,
            .console = {},
            .openapi_json = {},
            .version = {},
            .log_access = {}};
  };
  const auto taken = Server::listen({.port = port}, parts());
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().code, ErrorCode::unavailable);
  const auto foreign = Server::listen({.address = "0.0.0.0", .port = 0}, parts());
  ASSERT_FALSE(foreign);
  EXPECT_EQ(foreign.error().code, ErrorCode::permission_denied);
}

}  // namespace
}  // namespace pixiu::http
