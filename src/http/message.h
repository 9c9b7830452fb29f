#pragma once

#include "base/bytes.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What the calls see of HTTP: plain values, so that they are tested without a socket.
namespace pixiu::http {

// The header fields of tus 1.0.0 (http/tus_headers.h) as they were sent.
struct TusFields {
  std::optional<std::string> resumable;  // Tus-Resumable
  std::optional<std::string> length;     // Upload-Length
  std::optional<std::string> offset;     // Upload-Offset
  std::optional<std::string> metadata;   // Upload-Metadata
  std::optional<std::string> checksum;   // Upload-Checksum
};

struct Request {
  std::string method;     // as sent, e.g. "GET"
  std::string path;       // of the target, as sent; starts with '/'
  std::string parameter;  // what stands for the "{...}" of the route's path
  std::string query;      // without '?'
  std::string content_type;
  std::string accept_encoding;
  TusFields tus;  // of calls on uploads
};

struct Header {
  std::string name;
  std::string value;
};

struct Response {
  int status = 200;
  std::string content_type;
  std::vector<Header> headers;  // beyond those every response gets
  std::string body;
  ByteView embedded_body;  // sent instead of `body` when not empty; lives as long as the program
  std::string band;        // of an examination, for the metrics; empty for other calls

  std::string_view sent_body() const {
    return embedded_body.empty() ? std::string_view(body) : text_of(embedded_body);
  }
};

}  // namespace pixiu::http
