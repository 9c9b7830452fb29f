#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "base/sensitive.h"
#include "outbound/address_range.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The one HTTP client: to a time-stamping authority, a witness, an object store, a webhook.
namespace pixiu::outbound {

// Signs a request for S3 and what speaks like it (AWS Signature Version 4).
struct AwsCredentials {
  std::string region;
  std::string access_key;
  Sensitive<std::string> secret_key;
};

struct Header {
  std::string name;
  std::string value;
};

struct Request {
  std::string method = "GET";  // GET, HEAD, PUT, POST or DELETE
  std::string url;             // https://host[:port]/path, without a user
  std::vector<Header> headers;
  Bytes body;  // of PUT and POST
  const AwsCredentials* signed_by = nullptr;
  std::size_t response_bytes_max = std::size_t{1} << 20;
  // Of everything: name, connection, answer.
  std::chrono::milliseconds time_max = std::chrono::seconds{30};
  // Given, the body of a response with a status of 2xx goes here as it comes and response_bytes_max
  // holds for others only. An Error ends the request and is its result.
  std::function<Status(ByteView bytes)> sink;
};

struct Response {
  int status = 0;               // whatever it is, the request has not failed
  std::vector<Header> headers;  // names in lower case
  Bytes body;

  std::optional<std::string_view> header(std::string_view lower_case_name) const;
};

struct ClientOptions {
  // Networks of one's own that may be reached beside the public internet, e.g. 127.0.0.0/8 for an
  // object store on this machine.
  std::vector<AddressRange> private_networks;
  // http:// as well as https://, but only to private_networks.
  bool allows_plain_http = false;
  std::string certificate_authorities;  // a PEM file instead of the system's; empty: the system's
  std::string user_agent = "pixiu";
};

// Sends requests, each within its limits. https with the system's authorities unless told
// otherwise; no redirects, no proxies, no cookies, no .netrc, nothing of the environment. The
// address that is connected to is looked at before the connection is made, after whatever the name
// resolved to, so that no name leads into a private network. Connections are kept for the next
// request to the same place. Thread-safe; a call blocks its thread.
class Client {
 public:
  static Result<std::unique_ptr<Client>> make(ClientOptions options);
  virtual ~Client() = default;

  // Errors: invalid_input (the request itself), permission_denied (an address outside of what may
  // be reached, or http where only https may), limit_exceeded (a response too large),
  // deadline_exceeded, unavailable (no name, no connection, TLS, cut off), or the sink's own.
  // Messages have scheme, host and port, never the path or the query, which may hold secrets.
  virtual Result<Response> send(const Request& request) = 0;
};

}  // namespace pixiu::outbound
