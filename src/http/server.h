#pragma once

#include "base/clock.h"
#include "base/entropy.h"
#include "base/limits.h"
#include "base/result.h"
#include "http/console.h"
#include "http/metrics.h"
#include "workflow/inspect.h"
#include "workflow/record.h"
#include "workflow/uploads.h"
#include "workflow/witness.h"
#include "workflow/work_queue.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace pixiu::http {

// Times and sizes a connection is held to; the defaults are the product's (base/limits.h).
struct ServerLimits {
  std::size_t connections_max = limits::http_connections_max;
  std::size_t body_bytes_max = limits::http_body_bytes_max;
  std::size_t bodies_held_bytes_max = limits::http_bodies_held_bytes_max;
  std::size_t bytes_per_second_min = limits::http_bytes_per_second_min;
  std::chrono::milliseconds header_time_max = limits::http_header_time_max;
  std::chrono::milliseconds idle_time_max = limits::http_idle_time_max;
  std::chrono::milliseconds transfer_grace_time = limits::http_transfer_grace_time;
  std::chrono::milliseconds transfer_time_max = limits::http_transfer_time_max;
  std::chrono::milliseconds streamed_transfer_time_max = limits::http_streamed_transfer_time_max;
  std::chrono::milliseconds request_time_max = limits::http_request_time_max;
  std::chrono::milliseconds stop_time_max = limits::http_stop_time_max;
};

struct ServerOptions {
  std::string address = "127.0.0.1";  // loopback only (host_guard.h)
  std::uint16_t port = 8080;          // 0 takes any free one
  ServerLimits limits;
};

// What the server works with; everything outlives it.
struct ServerParts {
  workflow::InspectionService& inspections;
  Entropy& entropy;
  const Clock& clock;
  std::span<const Asset> console;
  std::string_view openapi_json;
  std::string_view version;
  std::function<void(const AccessRecord&)> log_access;  // called on the server's thread
  workflow::WorkQueue* work = nullptr;                  // runs the calls on what follows
  workflow::Record* record = nullptr;                   // none: no record is kept here
  workflow::Uploads* uploads = nullptr;                 // none: as above
  workflow::Witness* witness = nullptr;                 // none: nothing is cosigned here
};

// The OpenAPI description of the calls, embedded (docs/api/openapi.json).
std::string_view embedded_openapi();

// An HTTP/1.1 server for people and programs on this machine. One thread does all the talking; the
// examinations run on the inspection service's.
class Server {
 public:
  // Binds and listens.
  // Errors: permission_denied when the address is not loopback; unavailable when it cannot be
  //         listened on (the message says why).
  static Result<std::unique_ptr<Server>> listen(const ServerOptions& options, ServerParts parts);

  // Waits until every call it submitted has been answered; end the inspection service first to
  // have what waits dropped.
  virtual ~Server() = default;

  // The port listened on.
  virtual std::uint16_t port() const = 0;

  // Serves until stop() or the signal SIGTERM or SIGINT, then takes no more requests, finishes the
  // ones that run, for at most stop_time_max, and returns. A second signal ends the process.
  virtual void run() = 0;

  // Thread-safe; returns at once.
  virtual void stop() = 0;
};

}  // namespace pixiu::http
