#include "http/server.h"

#include "http/connection.h"
#include "http/host_guard.h"

#include <csignal>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace pixiu::embedded {
extern const std::string_view openapi_json;
}

namespace pixiu::http {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr std::chrono::milliseconds accept_retry_time{100};

constexpr std::string_view full_answer =
    "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 5\r\n"
    "Content-Length: 0\r\n\r\n";

class AsioServer final : public Server {
 public:
  AsioServer(const ServerLimits& limits, ServerParts parts, const std::string& address)
      : shared_{.limits = limits,
                .parts = parts,
                .guard = HostGuard(address, 0),
                .metrics = Metrics(
                    parts.version,
                    [inspections = &parts.inspections] { return inspections->waiting_count(); }),
                .budget = BodyBudget(limits.bodies_held_bytes_max)},
        address_(address) {}

  ~AsioServer() override {
    shared_.outstanding.wait_for_none();
    shared_.on_all_closed = nullptr;
  }

  Status bind(std::uint16_t port) {
    error_code failure;
    const auto address = asio::ip::make_address(address_, failure);
    const tcp::endpoint endpoint(address, port);
    if (!failure) acceptor_.open(endpoint.protocol(), failure);
    if (!failure) acceptor_.set_option(tcp::acceptor::reuse_address(true), failure);
    if (!failure) acceptor_.bind(endpoint, failure);
    if (!failure) acceptor_.listen(tcp::acceptor::max_listen_connections, failure);
    if (failure) {
      return Error{ErrorCode::unavailable,
                   "cannot listen on " + server_url(address_, port) + ": " + failure.message()};
    }
    port_ = acceptor_.local_endpoint(failure).port();
    shared_.guard = HostGuard(address_, port_);
    return {};
  }

  std::uint16_t port() const override { return port_; }

  void run() override {
    shared_.on_all_closed = [this] {
      if (shared_.is_stopping) stop_timer_.cancel();
    };
    signals_.async_wait([this](const error_code& failure, int) {
      if (!failure) begin_stop();
    });
    asio::co_spawn(io_, accept(), [](std::exception_ptr failure) {
      if (failure) std::rethrow_exception(failure);
    });
    io_.run();
  }

  void stop() override {
    asio::post(io_, [this] { begin_stop(); });
  }

 private:
  asio::awaitable<void> accept() {
    while (!shared_.is_stopping) {
      error_code failure;
      auto socket =
          co_await acceptor_.async_accept(asio::redirect_error(asio::use_awaitable, failure));
      if (shared_.is_stopping) co_return;
      if (failure) {  // no descriptors left, say: others will be closed
        asio::steady_timer pause(io_, accept_retry_time);
        co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, failure));
        continue;
      }
      if (shared_.open.size() >= shared_.limits.connections_max) {
        refuse(std::move(socket));
      } else {
        serve(std::move(socket));
      }
    }
  }

  void serve(tcp::socket socket) {
    const auto connection = std::make_shared<Connection>(std::move(socket), shared_);
    // A failure in one connection (memory, say) ends that connection.
    asio::co_spawn(io_, connection->run(), [connection](const std::exception_ptr&) {});
  }

  void refuse(tcp::socket socket) {
    shared_.metrics.count_refused_connection();
    error_code ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(asio::buffer(full_answer.data(), full_answer.size()), ignored);
  }

  void begin_stop() {
    if (shared_.is_stopping) return;
    shared_.is_stopping = true;
    error_code ignored;
    acceptor_.close(ignored);
    signals_.cancel(ignored);
    signals_.clear(ignored);
    if (shared_.open.empty()) return;
    stop_timer_.expires_after(shared_.limits.stop_time_max);
    stop_timer_.async_wait([this](const error_code& failure) {
      if (failure) return;
      for (auto* connection : shared_.open) connection->abort();
    });
    for (auto* connection : shared_.open) connection->finish();
  }

  Shared shared_;
  std::string address_;
  std::uint16_t port_ = 0;
  asio::io_context io_{1};
  tcp::acceptor acceptor_{io_};
  asio::signal_set signals_{io_, SIGINT, SIGTERM};
  asio::steady_timer stop_timer_{io_};
};

}  // namespace

std::string_view embedded_openapi() {
  return embedded::openapi_json;
}

Result<std::unique_ptr<Server>> Server::listen(const ServerOptions& options, ServerParts parts) {
  const auto address = loopback_address(options.address);
  if (!address) return address.error();
  auto server = std::make_unique<AsioServer>(options.limits, std::move(parts), *address);
  const auto status = server->bind(options.port);
  if (!status) return status.error();
  return std::unique_ptr<Server>(std::move(server));
}

}  // namespace pixiu::http
