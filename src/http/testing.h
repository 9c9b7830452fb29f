#pragma once

#include "base/check.h"
#include "http/header_value.h"

#include <chrono>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

// A client that sends exactly the bytes it is told to. Included by tests only.
namespace pixiu::http::testing {

struct Reply {
  int status = 0;
  std::string head;  // status line and fields, each ended by CRLF
  std::string body;

  // The value of a field, or "".
  std::string field(std::string_view name) const {
    for (std::size_t at = head.find("\r\n") + 2; at < head.size();) {
      const auto end = head.find("\r\n", at);
      const auto line = std::string_view(head).substr(at, end - at);
      const auto colon = line.find(':');
      if (equals_ignoring_case(line.substr(0, colon), name)) {
        return std::string(trim(line.substr(colon + 1)));
      }
      at = end + 2;
    }
    return "";
  }
};

class RawClient {
 public:
  explicit RawClient(std::uint16_t port)
      : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    PIXIU_CHECK(socket_ >= 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    is_open_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  ~RawClient() { ::close(socket_); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  bool is_open() const { return is_open_; }

  // False when the server closed before all was taken.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  void finish_sending() { ::shutdown(socket_, SHUT_WR); }

  // The next reply, or nothing when the server closed or `time_max` passed.
  std::optional<Reply> read(bool has_body = true) {
    std::size_t end = std::string::npos;
    while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
      if (!receive()) return std::nullopt;
    }
    Reply reply;
    reply.head = received_.substr(0, end + 2);
    received_.erase(0, end + 4);
    PIXIU_CHECK(reply.head.starts_with("HTTP/1.1 ") && reply.head.size() > 12);
    for (const char digit : reply.head.substr(9, 3)) reply.status = reply.status * 10 + digit - '0';
    if (!has_body || reply.status == 100) return reply;
    const std::size_t length = std::stoul("0" + reply.field("Content-Length"));
    while (received_.size() < length) {
      if (!receive()) return std::nullopt;
    }
    reply.body = received_.substr(0, length);
    received_.erase(0, length);
    return reply;
  }

  // True when something can be read now: an answer, or the server's end.
  bool has_input() {
    pollfd ready{.fd = socket_, .events = POLLIN, .revents = 0};
    return ::poll(&ready, 1, 0) == 1;
  }

  // True when the server closes (nothing more came before) within `time_max`.
  bool is_closed_by_server() { return !receive() && was_closed_ && received_.empty(); }

  std::chrono::milliseconds time_max{30'000};

 private:
  bool receive() {
    pollfd ready{.fd = socket_, .events = POLLIN, .revents = 0};
    if (::poll(&ready, 1, static_cast<int>(time_max.count())) != 1) return false;
    char chunk[65536];
    const auto size = ::recv(socket_, chunk, sizeof chunk, 0);
    was_closed_ = size <= 0;
    if (was_closed_) return false;
    received_.append(chunk, static_cast<std::size_t>(size));
    return true;
  }

  int socket_;
  bool is_open_ = false;
  bool was_closed_ = false;
  std::string received_;
};

// A form as POST /v1/inspect takes it.
class FormText {
 public:
  FormText& add(std::string_view name, std::string_view content) {
    body_ += "--test-boundary\r\nContent-Disposition: form-data; name=\"" + std::string(name) +
             "\"; filename=\"Zhang-San.jpg\"\r\n\r\n" + std::string(content) + "\r\n";
    return *this;
  }
  std::string body() const { return body_ + "--test-boundary--\r\n"; }
  static constexpr std::string_view content_type = "multipart/form-data; boundary=test-boundary";

 private:
  std::string body_;
};

// Requests as text, for a server on `port`. `more` holds further header lines.
inline std::string get_text(std::uint16_t port, std::string_view target, std::string_view more = "",
                            std::string_view method = "GET") {
  return std::string(method) + " " + std::string(target) +
         " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) + "\r\n" + std::string(more) +
         "\r\n";
}

inline std::string post_head_text(std::uint16_t port, std::string_view target,
                                  std::size_t content_length, std::string_view more = "") {
  return get_text(port, target,
                  "Content-Type: " + std::string(FormText::content_type) + "\r\nContent-Length: " +
                      std::to_string(content_length) + "\r\n" + std::string(more),
                  "POST");
}

inline std::string post_text(std::uint16_t port, std::string_view target, const std::string& body) {
  return post_head_text(port, target, body.size()) + body;
}

}  // namespace pixiu::http::testing
