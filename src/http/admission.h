#pragma once

#include "base/limits.h"
#include "http/host_guard.h"
#include "http/message.h"
#include "http/routes.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

namespace pixiu::http {

// A request's head as it came over the wire.
struct RequestHead {
  std::string method;
  std::string target;
  bool is_http_1_1 = true;
  std::vector<Header> fields;  // in order
};

// A request let in, before its body is read.
struct Admission {
  Request request;
  const Route* route = nullptr;
  std::optional<std::uint64_t> content_length_bytes;
  bool is_chunked = false;
  bool expects_continue = false;

  bool has_body() const { return is_chunked || content_length_bytes.value_or(0) > 0; }
};

// Decides from the head alone whether a request is taken, so that a refused upload is not read.
// Strict where two readers could see two requests in one: one Host, one length, one transfer
// coding.
//
// Refusals: 400 (ambiguous, malformed, a body where none is taken), 403 wrong Origin, 404, 405 with
//           Allow, 413, 415, 417, 421 wrong Host, 501 transfer coding other than chunked.
tl::expected<Admission, Response> admit(const RequestHead& head, const HostGuard& guard,
                                        std::uint64_t body_bytes_max);

}  // namespace pixiu::http
