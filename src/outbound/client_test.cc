#include "outbound/client.h"

#include "base/check.h"
#include "base/script_testing.h"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace pixiu::outbound {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
namespace fs = std::filesystem;

// Python's file server over a folder with a few files.
class Served {
 public:
  static Served& once() {
    static Served served;
    return served;
  }

  std::string url(const std::string& scheme, const std::string& path) const {
    const std::string host = scheme == "https" ? "localhost" : "127.0.0.1";
    return scheme + "://" + host + ":" + std::to_string(server_->ready().at(scheme).get<int>()) +
           path;
  }
  std::string authority() const { return server_->ready().at("authority"); }

 private:
  Served() {
    std::string name = (fs::temp_directory_path() / "pixiu-served-XXXXXX").string();
    PIXIU_CHECK(::mkdtemp(name.data()) != nullptr);
    folder_ = name;
    fs::create_directory(folder_ / "folder");
    std::ofstream(folder_ / "hello") << "hello, 貔貅";
    std::ofstream(folder_ / "large");
    fs::resize_file(folder_ / "large", 50 << 20);
    server_ = std::make_unique<testing::RunningScript>(
        std::vector<std::string>{"tests/https_server/server.py", folder_.string()});
  }
  ~Served() {
    server_.reset();
    fs::remove_all(folder_);
  }

  fs::path folder_;
  std::unique_ptr<testing::RunningScript> server_;
};

std::unique_ptr<Client> client(bool allows_plain_http = true, bool allows_loopback = true,
                               bool knows_authority = true) {
  ClientOptions options;
  options.allows_plain_http = allows_plain_http;
  if (allows_loopback) {
    options.private_networks = {AddressRange::parse("127.0.0.0/8").value(),
                                AddressRange::parse("::1").value()};
  }
  if (knows_authority) options.certificate_authorities = Served::once().authority();
  return Client::make(std::move(options)).value();
}

Request get(std::string url) {
  return {.method = "GET", .url = std::move(url)};
}

ErrorCode code_of(const Result<Response>& response) {
  EXPECT_FALSE(response.has_value());
  return response ? ErrorCode::internal : response.error().code;
}

TEST(Client, gets_over_https_from_a_known_authority) {
  const auto response = client()->send(get(Served::once().url("https", "/hello")));
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(text_of(response->body), "hello, 貔貅");
  EXPECT_EQ(response->header("content-length"), "13");
}

TEST(Client, trusts_no_other_authority) {
  EXPECT_EQ(code_of(client(true, true, false)->send(get(Served::once().url("https", "/hello")))),
            ErrorCode::unavailable);
}

TEST(Client, wants_the_name_in_the_certificate) {
  std::string url = Served::once().url("https", "/hello");
  url.replace(url.find("localhost"), 9, "127.0.0.1");
  EXPECT_EQ(code_of(client()->send(get(url))), ErrorCode::unavailable);
}

TEST(Client, does_not_reach_this_machine_unless_told) {
  const auto fenced = client(true, false);
  for (const std::string& url :
       {Served::once().url("http", "/hello"), Served::once().url("https", "/hello"),
        std::string("http://2130706433:1/"), std::string("http://0x7f.1:1/"),
        std::string("http://[::ffff:127.0.0.1]:1/"), std::string("http://10.1.2.3:1/"),
        std::string("https://169.254.169.254/latest/meta-data/")}) {
    EXPECT_EQ(code_of(fenced->send(get(url))), ErrorCode::permission_denied) << url;
  }
}

TEST(Client, takes_plain_http_only_where_it_is_allowed_and_only_at_home) {
  EXPECT_TRUE(client()->send(get(Served::once().url("http", "/hello"))));
  EXPECT_EQ(code_of(client(false)->send(get(Served::once().url("http", "/hello")))),
            ErrorCode::permission_denied);
  EXPECT_EQ(code_of(client()->send(get("http://1.1.1.1:1/"))), ErrorCode::permission_denied);
}

TEST(Client, follows_no_redirect) {
  const auto response = client()->send(get(Served::once().url("http", "/folder")));
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 301);
  EXPECT_TRUE(response->header("location").has_value());
}

TEST(Client, a_status_that_is_not_ok_is_a_response) {
  const auto response = client()->send(get(Served::once().url("http", "/nothing")));
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 404);
}

TEST(Client, stops_at_the_largest_response) {
  Request request = get(Served::once().url("http", "/large"));
  request.response_bytes_max = 1000;
  EXPECT_EQ(code_of(client()->send(request)), ErrorCode::limit_exceeded);
}

TEST(Client, streams_a_large_response_and_passes_on_the_sinks_error) {
  Request request = get(Served::once().url("http", "/large"));
  std::size_t size_bytes = 0;
  request.sink = [&](ByteView bytes) -> Status {
    size_bytes += bytes.size();
    return {};
  };
  const auto response = client()->send(request);
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(size_bytes, std::size_t{50} << 20);
  EXPECT_TRUE(response->body.empty());
  request.sink = [&](ByteView) -> Status { return Error{ErrorCode::corrupted, "not so"}; };
  EXPECT_EQ(code_of(client()->send(request)), ErrorCode::corrupted);
}

TEST(Client, gives_up_on_a_server_that_does_not_answer) {
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in place{};
  place.sin_family = AF_INET;
  place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ASSERT_EQ(::bind(listener, reinterpret_cast<sockaddr*>(&place), sizeof place), 0);
  ASSERT_EQ(::listen(listener, 1), 0);
  socklen_t size = sizeof place;
  ASSERT_EQ(::getsockname(listener, reinterpret_cast<sockaddr*>(&place), &size), 0);
  Request request = get("http://127.0.0.1:" + std::to_string(ntohs(place.sin_port)) + "/");
  request.time_max = std::chrono::milliseconds{200};
  EXPECT_EQ(code_of(client()->send(request)), ErrorCode::deadline_exceeded);
  ::close(listener);
}

TEST(Client, takes_no_proxy_from_the_environment) {
  ASSERT_EQ(::setenv("http_proxy", "http://127.0.0.1:1", 1), 0);  // NOLINT(concurrency-mt-unsafe)
  EXPECT_TRUE(client()->send(get(Served::once().url("http", "/hello"))));
  ::unsetenv("http_proxy");  // NOLINT(concurrency-mt-unsafe)
}

TEST(Client, refuses_requests_that_smuggle) {
  Request request = get(Served::once().url("http", "/hello"));
  request.headers = {{"X-A", "b\r\nX-C: d"}};
  EXPECT_EQ(code_of(client()->send(request)), ErrorCode::invalid_input);
  request.headers = {{"X A", "b"}};
  EXPECT_EQ(code_of(client()->send(request)), ErrorCode::invalid_input);
  for (const char* url : {"file:///etc/passwd", "ftp://a.example/", "http://user:pw@a.example/", "",
                          "http://a.example/\r\nX: y", "gopher://a.example/"}) {
    EXPECT_EQ(code_of(client()->send(get(url))), ErrorCode::invalid_input) << url;
  }
}

TEST(Client, messages_have_neither_path_nor_query) {
  const auto response = client()->send(get("http://127.0.0.1:1/secret-path?token=secret-token"));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, ErrorCode::unavailable);
  EXPECT_THAT(response.error().message, HasSubstr("http://127.0.0.1:1"));
  EXPECT_THAT(response.error().message, Not(HasSubstr("secret")));
}

TEST(Client, serves_many_threads) {
  const auto shared = client();
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([&] {
      for (int i = 0; i < 10; ++i) {
        const auto response = shared->send(get(Served::once().url("https", "/hello")));
        EXPECT_TRUE(response && response->status == 200);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace pixiu::outbound
