#pragma once

#include "http/connection.h"

#include <optional>
#include <utility>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

// What the parts of a connection's code share. Inside this module only.
namespace pixiu::http {

// Set on the server's thread; `ready` wakes the connection that waits for it.
struct Connection::Answer {
  explicit Answer(const boost::asio::any_io_executor& executor) : ready(executor) {}
  boost::asio::steady_timer ready;
  std::optional<Response> response;
};

// One request and its answer.
struct Connection::Exchange {
  SteadyClock::time_point start = SteadyClock::now();
  RequestHead head;
  Response response;
  AccessRecord record;
  bool is_lost = false;  // the client is gone: nothing can be sent
};

}  // namespace pixiu::http
