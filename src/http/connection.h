#pragma once

#include "http/admission.h"
#include "http/calls.h"
#include "http/held_body.h"
#include "http/server.h"
#include "http/upload_calls.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

namespace pixiu::http {

class Connection;

// Counts the calls whose answer may still come from a worker's thread.
class Outstanding {
 public:
  // One call, as long as the returned token or a copy of it lives.
  std::shared_ptr<const void> begin();
  void wait_for_none();

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t count_ = 0;
};

// What the connections of one server share. Touched on the server's thread only, but for the parts
// that say otherwise.
struct Shared {
  ServerLimits limits;
  ServerParts parts;
  HostGuard guard;
  Metrics metrics;
  BodyBudget budget;
  Outstanding outstanding;
  std::set<Connection*> open;
  std::function<void()> on_all_closed;
  bool is_stopping = false;
};

// One client's connection: requests one after the other, each within its times and sizes.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  // `shared` outlives the connection.
  Connection(boost::asio::ip::tcp::socket socket, Shared& shared);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Serves until either side closes or a limit is passed.
  boost::asio::awaitable<void> run();

  // Closes now when no request is under way; the request under way becomes the last otherwise.
  void finish();
  // Closes now.
  void abort();

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::buffer_body>;
  using SteadyClock = std::chrono::steady_clock;
  struct Answer;
  struct Exchange;

  boost::asio::awaitable<bool> serve_one();
  boost::asio::awaitable<bool> wait_for_request();
  boost::asio::awaitable<bool> read_head(Exchange& exchange);
  boost::asio::awaitable<void> decide(Exchange& exchange);
  boost::asio::awaitable<void> take_call(const Admission& admission, Exchange& exchange);
  boost::asio::awaitable<void> take_part(const Admission& admission, Exchange& exchange);
  boost::asio::awaitable<bool> pass_on_body(const std::shared_ptr<StreamedPart>& part,
                                            Exchange& exchange);
  // Runs `job` on a worker of the record and goes on when it is done. False when it may still run:
  // the server closed the connection; or when it was not taken, and the answer says so.
  boost::asio::awaitable<bool> run_on_worker(const std::function<void()>& job, Exchange& exchange);
  boost::asio::awaitable<std::optional<std::size_t>> read_some(std::span<std::byte> target,
                                                               Exchange& exchange);
  boost::asio::awaitable<bool> read_body(HeldBody& body, Exchange& exchange);
  boost::asio::awaitable<void> send_continue(Exchange& exchange);
  boost::asio::awaitable<void> wait_for_answer(const Admission& admission,
                                               std::shared_ptr<const HeldBody> body,
                                               Exchange& exchange);
  boost::asio::awaitable<bool> send(const Exchange& exchange, bool keeps_alive);
  boost::asio::awaitable<void> drain();

  void arm(SteadyClock::duration time);
  // Time left for a transfer that moved `bytes` so far: a grace, then a least rate, then the end.
  SteadyClock::duration time_left(SteadyClock::time_point start, std::size_t bytes,
                                  SteadyClock::duration time_max) const;

  boost::asio::ip::tcp::socket socket_;
  Shared& shared_;
  boost::asio::steady_timer deadline_;
  boost::beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  std::shared_ptr<Answer> awaited_;  // of the call under way
  bool is_idle_ = true;
  bool is_timed_out_ = false;
};

}  // namespace pixiu::http
