#include "outbound/client.h"

#include "base/check.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <mutex>

#include <curl/curl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace pixiu::outbound {
namespace {

constexpr long connect_time_max_ms = 10'000;
constexpr long low_speed_bytes_per_second = 1;
constexpr long low_speed_time_s = 30;
constexpr std::size_t headers_bytes_max = 64u << 10;
constexpr std::size_t idle_handles_max = 16;
constexpr long upload_buffer_bytes = 256 << 10;
constexpr int status_ok_first = 200;
constexpr int status_ok_end = 300;

struct FreeHandle {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using Handle = std::unique_ptr<CURL, FreeHandle>;

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, FreeList>;

struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

// A request on its way; the callbacks of libcurl get it.
struct Exchange {
  const Request& request;
  const ClientOptions& options;
  bool is_plain_http = false;
  Response response;
  std::size_t headers_bytes = 0;
  std::size_t sent_bytes = 0;  // of request.body
  bool refused_address = false;
  std::optional<Error> failure;  // ours, which libcurl only knows as "aborted by callback"
};

bool is_allowed(const Exchange& exchange, const Address& address) {
  const auto& own = exchange.options.private_networks;
  const bool is_own = std::any_of(
      own.begin(), own.end(), [&](const AddressRange& range) { return range.contains(address); });
  return is_own || (!exchange.is_plain_http && is_public(address));
}

// libcurl asks here for a socket to an address it is about to connect to.
curl_socket_t open_socket(void* user, curlsocktype, curl_sockaddr* place) {
  auto& exchange = *static_cast<Exchange*>(user);
  const auto address = address_of(place->addr);
  if (!address || !is_allowed(exchange, *address)) {
    exchange.refused_address = true;
    return CURL_SOCKET_BAD;
  }
  return ::socket(place->family, place->socktype | SOCK_CLOEXEC, place->protocol);
}

std::size_t take_body(char* data, std::size_t, std::size_t count, void* user) {
  auto& exchange = *static_cast<Exchange*>(user);
  const ByteView bytes = bytes_of(std::string_view(data, count));
  const int status = exchange.response.status;
  if (exchange.request.sink && status >= status_ok_first && status < status_ok_end) {
    const Status taken = exchange.request.sink(bytes);
    if (!taken) exchange.failure = taken.error();
    return taken ? count : CURL_WRITEFUNC_ERROR;
  }
  if (bytes.size() > exchange.request.response_bytes_max - exchange.response.body.size()) {
    exchange.failure = Error{ErrorCode::limit_exceeded, "the response is too large"};
    return CURL_WRITEFUNC_ERROR;
  }
  exchange.response.body.insert(exchange.response.body.end(), bytes.begin(), bytes.end());
  return count;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::size_t take_header(char* data, std::size_t, std::size_t count, void* user) {
  auto& exchange = *static_cast<Exchange*>(user);
  exchange.headers_bytes += count;
  if (exchange.headers_bytes > headers_bytes_max) {
    exchange.failure = Error{ErrorCode::limit_exceeded, "the response's headers are too large"};
    return 0;
  }
  const std::string_view line(data, count);
  if (line.starts_with("HTTP/")) {  // also of each interim response
    exchange.response.headers.clear();
    const std::size_t space = line.find(' ');
    const std::string_view digits =
        space == std::string_view::npos ? std::string_view() : line.substr(space + 1, 3);
    int status = 0;
    for (const char digit : digits) {
      if (digit < '0' || digit > '9') return 0;
      status = status * 10 + (digit - '0');
    }
    exchange.response.status = status;
    return count;
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return count;
  std::string name(line.substr(0, colon));
  std::transform(name.begin(), name.end(), name.begin(), [](char character) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(character)));
  });
  exchange.response.headers.push_back(
      {std::move(name), std::string(trimmed(line.substr(colon + 1)))});
  return count;
}

std::size_t give_body(char* data, std::size_t size, std::size_t count, void* user) {
  auto& exchange = *static_cast<Exchange*>(user);
  const std::size_t room = size * count;
  const ByteView rest = ByteView(exchange.request.body).subspan(exchange.sent_bytes);
  const std::size_t part = std::min(room, rest.size());
  std::copy_n(rest.begin(), part, reinterpret_cast<std::byte*>(data));
  exchange.sent_bytes += part;
  return part;
}

// A kept connection may turn out to be closed; the request then starts over on a new one.
int rewind_body(void* user, curl_off_t offset, int origin) {
  auto& exchange = *static_cast<Exchange*>(user);
  const auto size_bytes = static_cast<curl_off_t>(exchange.request.body.size());
  if (origin != SEEK_SET || offset < 0 || offset > size_bytes) return CURL_SEEKFUNC_FAIL;
  exchange.sent_bytes = static_cast<std::size_t>(offset);
  return CURL_SEEKFUNC_OK;
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char character) {
    return std::isalnum(character) != 0 ||
           std::string_view("!#$%&'*+-.^_`|~").find(static_cast<char>(character)) !=
               std::string_view::npos;
  });
}

bool is_field_value(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](unsigned char character) {
    return (character < 0x20 && character != '\t') || character == 0x7f;
  });
}

std::string part_of(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK) return {};
  std::string copy = text;
  curl_free(text);
  return copy;
}

struct Place {
  std::string shown;  // "https://host:port"
  bool is_plain_http = false;
};

Result<Place> place_of(const std::string& url_text) {
  const std::unique_ptr<CURLU, FreeUrl> url(curl_url());
  const Error refused{ErrorCode::invalid_input, "not a URL that can be asked: https://host/path"};
  if (!url || !is_field_value(url_text) ||
      curl_url_set(url.get(), CURLUPART_URL, url_text.c_str(), CURLU_DISALLOW_USER) != CURLUE_OK) {
    return refused;
  }
  const std::string scheme = part_of(url.get(), CURLUPART_SCHEME);
  if (scheme != "https" && scheme != "http") return refused;
  std::string shown = scheme + "://" + part_of(url.get(), CURLUPART_HOST);
  const std::string port = part_of(url.get(), CURLUPART_PORT);
  if (!port.empty()) shown += ":" + port;
  return Place{std::move(shown), scheme == "http"};
}

template <class Setting>
void set(CURL* handle, CURLoption option, Setting setting) {
  PIXIU_CHECK(curl_easy_setopt(handle, option, setting) == CURLE_OK);
}

Error failure_of(CURLcode code, const Exchange& exchange, const std::string& shown) {
  if (exchange.failure) {
    return {exchange.failure->code, shown + ": " + exchange.failure->message};
  }
  if (exchange.refused_address) {
    return {ErrorCode::permission_denied,
            shown + " leads to an address that is not to be reached from here"};
  }
  const std::string message = shown + ": " + curl_easy_strerror(code);
  if (code == CURLE_OPERATION_TIMEDOUT) return {ErrorCode::deadline_exceeded, message};
  return {ErrorCode::unavailable, message};
}

class CurlClient final : public Client {
 public:
  explicit CurlClient(ClientOptions options) : options_(std::move(options)) {}

  Result<Response> send(const Request& request) override {
    const auto place = place_of(request.url);
    if (!place) return place.error();
    if (place->is_plain_http && !options_.allows_plain_http) {
      return Error{ErrorCode::permission_denied, place->shown + ": only https is allowed"};
    }
    Handle handle = take_handle();
    if (!handle) return Error{ErrorCode::unavailable, "the HTTP library does not start"};
    Exchange exchange{
        .request = request, .options = options_, .is_plain_http = place->is_plain_http};
    set_limits(handle.get(), exchange);
    const Status set_up = set_request(handle.get(), exchange);
    if (!set_up) return set_up.error();
    auto headers = header_list(request);
    if (!headers) return headers.error();
    set(handle.get(), CURLOPT_HTTPHEADER, headers->get());
    const CURLcode code = curl_easy_perform(handle.get());
    put_back(std::move(handle));
    if (code != CURLE_OK) return failure_of(code, exchange, place->shown);
    return std::move(exchange.response);
  }

 private:
  Handle take_handle() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return Handle(curl_easy_init());
    Handle handle = std::move(idle_.back());
    idle_.pop_back();
    return handle;
  }

  void put_back(Handle handle) {
    curl_easy_reset(handle.get());  // its connections stay
    const std::lock_guard lock(mutex_);
    if (idle_.size() < idle_handles_max) idle_.push_back(std::move(handle));
  }

  void set_limits(CURL* handle, Exchange& exchange) const {
    set(handle, CURLOPT_NOSIGNAL, 1L);
    set(handle, CURLOPT_PROTOCOLS_STR, exchange.is_plain_http ? "http" : "https");
    set(handle, CURLOPT_FOLLOWLOCATION, 0L);
    set(handle, CURLOPT_PROXY, "");
    set(handle, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    set(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!options_.certificate_authorities.empty()) {
      set(handle, CURLOPT_CAINFO, options_.certificate_authorities.c_str());
      set(handle, CURLOPT_CAPATH, static_cast<const char*>(nullptr));
    }
    set(handle, CURLOPT_USERAGENT, options_.user_agent.c_str());
    set(handle, CURLOPT_CONNECTTIMEOUT_MS, connect_time_max_ms);
    set(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(exchange.request.time_max.count()));
    set(handle, CURLOPT_LOW_SPEED_LIMIT, low_speed_bytes_per_second);
    set(handle, CURLOPT_LOW_SPEED_TIME, low_speed_time_s);
    set(handle, CURLOPT_OPENSOCKETFUNCTION, &open_socket);
    set(handle, CURLOPT_OPENSOCKETDATA, &exchange);
    set(handle, CURLOPT_WRITEFUNCTION, &take_body);
    set(handle, CURLOPT_WRITEDATA, &exchange);
    set(handle, CURLOPT_HEADERFUNCTION, &take_header);
    set(handle, CURLOPT_HEADERDATA, &exchange);
  }

  static Status set_request(CURL* handle, Exchange& exchange) {
    const Request& request = exchange.request;
    static constexpr std::array<std::string_view, 5> methods{"GET", "HEAD", "PUT", "POST",
                                                             "DELETE"};
    if (std::find(methods.begin(), methods.end(), request.method) == methods.end()) {
      return Error{ErrorCode::invalid_input, "not a method of this client"};
    }
    set(handle, CURLOPT_URL, request.url.c_str());
    if (request.method == "HEAD") {
      set(handle, CURLOPT_NOBODY, 1L);
    } else if (request.method == "PUT" || request.method == "POST") {
      set(handle, CURLOPT_UPLOAD, 1L);
      set(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
      set(handle, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
      set(handle, CURLOPT_READFUNCTION, &give_body);
      set(handle, CURLOPT_READDATA, &exchange);
      set(handle, CURLOPT_SEEKFUNCTION, &rewind_body);
      set(handle, CURLOPT_SEEKDATA, &exchange);
      set(handle, CURLOPT_UPLOAD_BUFFERSIZE, upload_buffer_bytes);
    } else {
      set(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    }
    if (request.signed_by != nullptr) {
      const std::string how = "aws:amz:" + request.signed_by->region + ":s3";
      set(handle, CURLOPT_AWS_SIGV4, how.c_str());
      set(handle, CURLOPT_USERNAME, request.signed_by->access_key.c_str());
      set(handle, CURLOPT_PASSWORD, request.signed_by->secret_key.reveal(Purpose::seal).c_str());
    }
    return {};
  }

  static Result<List> header_list(const Request& request) {
    // Without a body of unknown fate in the air: "Expect: 100-continue" costs a round trip.
    List list(curl_slist_append(nullptr, "Expect:"));
    for (const Header& header : request.headers) {
      if (!is_token(header.name) || !is_field_value(header.value)) {
        return Error{ErrorCode::invalid_input, "a header of another form"};
      }
      const std::string line = header.name + ": " + header.value;
      curl_slist* const longer = curl_slist_append(list.get(), line.c_str());
      if (longer == nullptr) return Error{ErrorCode::unavailable, "no memory for a request"};
      static_cast<void>(list.release());
      list.reset(longer);
    }
    return list;
  }

  const ClientOptions options_;
  std::mutex mutex_;
  std::vector<Handle> idle_;
};

}  // namespace

std::optional<std::string_view> Response::header(std::string_view lower_case_name) const {
  for (const Header& header : headers) {
    if (header.name == lower_case_name) return header.value;
  }
  return std::nullopt;
}

Result<std::unique_ptr<Client>> Client::make(ClientOptions options) {
  // Thread-safe and counted since 7.84; never undone, as other parts of a process may use it.
  if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
    return Error{ErrorCode::unavailable, "the HTTP library does not start"};
  }
  return std::unique_ptr<Client>(std::make_unique<CurlClient>(std::move(options)));
}

}  // namespace pixiu::outbound
