#pragma once

#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace pixiu::http {

// The loopback address to listen on, in numbers: "127.0.0.1", "::1", any 127.x.y.z; "localhost"
// stands for 127.0.0.1.
//
// Errors: permission_denied for every other address: there are no users yet, so whoever could reach
//         the port could use it. The message says so.
Result<std::string> loopback_address(std::string_view address);

// Decides whether a request is meant for this server. Against DNS rebinding: a page of another site
// whose name was made to point at 127.0.0.1 still sends that name as Host.
//
// Accepts localhost, 127.0.0.1, [::1] and the address listened on, with the port listened on (which
// may be missing when it is 80).
class HostGuard {
 public:
  HostGuard(std::string address, std::uint16_t port);

  // `host`: a Host header, or the authority of an absolute target.
  bool accepts_host(std::string_view host) const;
  // `origin`: an Origin header, e.g. "http://127.0.0.1:8080". "null" is no origin of ours.
  bool accepts_origin(std::string_view origin) const;

 private:
  std::string address_;
  std::uint16_t port_;
};

// What a browser or a client writes for the server, e.g. "http://127.0.0.1:8080".
std::string server_url(std::string_view address, std::uint16_t port);

}  // namespace pixiu::http
