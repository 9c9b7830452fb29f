#include "http/connection.h"

#include "http/connection_exchange.h"
#include "http/problem.h"

#include <algorithm>
#include <limits>

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace pixiu::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;

namespace {

constexpr std::size_t chunk_bytes = 64u << 10;
constexpr std::chrono::seconds lingering_time{2};

// A label with few values, whatever was sent.
std::string_view method_label(std::string_view method) {
  for (const std::string_view known :
       {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"}) {
    if (method == known) return known;
  }
  return "other";
}

RequestHead head_of(const beast::http::request_header<>& header) {
  RequestHead head{.method = std::string(header.method_string()),
                   .target = std::string(header.target()),
                   .is_http_1_1 = header.version() == 11,
                   .fields = {}};
  for (const auto& field : header) {
    head.fields.push_back({std::string(field.name_string()), std::string(field.value())});
  }
  return head;
}

Response malformed_head_response(const error_code& failure) {
  if (failure == beast::http::error::header_limit ||
      failure == beast::http::error::buffer_overflow) {
    return problem_response(
        Problem::header_too_large,
        "a request's header may hold " + std::to_string(limits::http_header_bytes_max) + " bytes");
  }
  return problem_response(Problem::malformed_request, "the header does not parse as HTTP/1.1");
}

Problem timeout_of(Work work) {
  return work == Work::examination ? Problem::examination_timeout : Problem::unavailable;
}

}  // namespace

std::shared_ptr<const void> Outstanding::begin() {
  const std::lock_guard lock(mutex_);
  ++count_;
  return {this, [](Outstanding* outstanding) {
            const std::lock_guard end_lock(outstanding->mutex_);
            if (--outstanding->count_ == 0) outstanding->changed_.notify_all();
          }};
}

void Outstanding::wait_for_none() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return count_ == 0; });
}

Connection::Connection(asio::ip::tcp::socket socket, Shared& shared)
    : socket_(std::move(socket)),
      shared_(shared),
      deadline_(socket_.get_executor()),
      buffer_(limits::http_header_bytes_max + chunk_bytes) {
  shared_.open.insert(this);
  shared_.metrics.set_open_connections(shared_.open.size());
}

Connection::~Connection() {
  shared_.open.erase(this);
  shared_.metrics.set_open_connections(shared_.open.size());
  if (shared_.open.empty() && shared_.on_all_closed) shared_.on_all_closed();
}

asio::awaitable<void> Connection::run() {
  error_code ignored;
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  while (co_await serve_one()) continue;
  deadline_.cancel();
  socket_.close(ignored);
}

void Connection::finish() {
  if (is_idle_) abort();
}

void Connection::abort() {
  error_code ignored;
  socket_.close(ignored);
  if (awaited_) awaited_->ready.cancel();
}

void Connection::arm(SteadyClock::duration time) {
  is_timed_out_ = false;
  deadline_.expires_after(time);
  deadline_.async_wait([weak = weak_from_this()](const error_code& failure) {
    const auto self = weak.lock();
    if (!self || failure || SteadyClock::now() < self->deadline_.expiry()) return;
    self->is_timed_out_ = true;
    error_code ignored;
    self->socket_.cancel(ignored);
  });
}

Connection::SteadyClock::duration Connection::time_left(SteadyClock::time_point start,
                                                        std::size_t bytes,
                                                        SteadyClock::duration time_max) const {
  const auto& times = shared_.limits;
  const auto earned = std::chrono::seconds(bytes / times.bytes_per_second_min);
  const auto end = std::min<SteadyClock::time_point>(start + times.transfer_grace_time + earned,
                                                     start + time_max);
  return std::max<SteadyClock::duration>(end - SteadyClock::now(), SteadyClock::duration::zero());
}

// One request and its answer; true when another may follow.
asio::awaitable<bool> Connection::serve_one() {
  if (!co_await wait_for_request()) co_return false;
  Exchange exchange;
  const bool has_head = co_await read_head(exchange);
  if (has_head) co_await decide(exchange);
  if (exchange.is_lost) co_return false;

  const bool is_read = has_head && parser_->is_done();
  const bool keeps_alive = is_read && parser_->get().keep_alive() && exchange.head.is_http_1_1 &&
                           exchange.response.status != 400 && !shared_.is_stopping;
  const bool is_sent = co_await send(exchange, keeps_alive);
  auto& record = exchange.record;
  record.status = exchange.response.status;
  record.band = exchange.response.band;
  record.sent_bytes = exchange.response.sent_body().size();
  record.duration_s = std::chrono::duration<double>(SteadyClock::now() - exchange.start).count();
  shared_.metrics.count(record);
  if (shared_.parts.log_access) shared_.parts.log_access(record);
  if (is_sent && !is_read) co_await drain();
  co_return is_sent&& keeps_alive;
}

asio::awaitable<bool> Connection::wait_for_request() {
  if (buffer_.size() > 0) co_return true;
  is_idle_ = true;
  arm(shared_.limits.idle_time_max);
  error_code failure;
  co_await socket_.async_wait(asio::ip::tcp::socket::wait_read,
                              asio::redirect_error(asio::use_awaitable, failure));
  is_idle_ = false;
  co_return !failure && !shared_.is_stopping;
}

// True with the head read; else the answer says why not, unless the client is gone.
asio::awaitable<bool> Connection::read_head(Exchange& exchange) {
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(limits::http_header_bytes_max));
  // Counted in read_body instead. No limit (boost::none) would refuse every length in Beast 1.74.
  parser_->body_limit(std::numeric_limits<std::uint64_t>::max());
  arm(shared_.limits.header_time_max);
  error_code failure;
  co_await beast::http::async_read_header(socket_, buffer_, *parser_,
                                          asio::redirect_error(asio::use_awaitable, failure));
  if (!failure) {
    exchange.head = head_of(parser_->get());
    exchange.record.method = method_label(exchange.head.method);
    co_return true;
  }
  if (is_timed_out_) {
    exchange.response =
        problem_response(Problem::request_timeout, "the header did not come in time");
  } else if (failure.category() ==
             beast::http::make_error_code(beast::http::error::bad_method).category()) {
    exchange.is_lost = failure == beast::http::error::end_of_stream ||
                       failure == beast::http::error::partial_message;
    exchange.response = malformed_head_response(failure);
  } else {
    exchange.is_lost = true;
  }
  co_return false;
}

asio::awaitable<void> Connection::decide(Exchange& exchange) {
  auto admission = admit(exchange.head, shared_.guard, shared_.limits.body_bytes_max);
  if (!admission) {
    exchange.response = std::move(admission.error());
    co_return;
  }
  exchange.record.route = admission->route->path;
  if (admission->route->work == Work::at_once) {
    exchange.response = answer_call(*admission, shared_.parts, shared_.metrics);
  } else if (admission->route->body == Body::part) {
    co_await take_part(*admission, exchange);
  } else {
    co_await take_call(*admission, exchange);
  }
}

asio::awaitable<void> Connection::take_call(const Admission& admission, Exchange& exchange) {
  if (auto refusal = refusal_now(admission.route->work, shared_.parts)) {
    exchange.response = std::move(*refusal);
    co_return;
  }
  const auto body = std::make_shared<HeldBody>(shared_.budget);
  if (!body->reserve(static_cast<std::size_t>(admission.content_length_bytes.value_or(0)))) {
    exchange.response = problem_response(Problem::unavailable,
                                         "too many uploads at once; try again in a few seconds");
    co_return;
  }
  if (admission.expects_continue && buffer_.size() == 0) co_await send_continue(exchange);
  if (exchange.is_lost || !co_await read_body(*body, exchange)) co_return;
  exchange.record.received_bytes = body->bytes().size();
  co_await wait_for_answer(admission, body, exchange);
}

asio::awaitable<void> Connection::send_continue(Exchange& exchange) {
  constexpr std::string_view interim = "HTTP/1.1 100 Continue\r\n\r\n";
  arm(shared_.limits.transfer_grace_time);
  error_code failure;
  co_await asio::async_write(socket_, asio::buffer(interim.data(), interim.size()),
                             asio::redirect_error(asio::use_awaitable, failure));
  exchange.is_lost = static_cast<bool>(failure);
}

// How many bytes of the body came into `target`, 0 perhaps; else the answer says why none, unless
// the client is gone.
asio::awaitable<std::optional<std::size_t>> Connection::read_some(std::span<std::byte> target,
                                                                  Exchange& exchange) {
  auto& body = parser_->get().body();
  body.data = target.data();
  body.size = target.size();
  error_code failure;
  co_await beast::http::async_read_some(socket_, buffer_, *parser_,
                                        asio::redirect_error(asio::use_awaitable, failure));
  if (failure == beast::http::error::need_buffer) failure = {};
  if (!failure) co_return target.size() - parser_->get().body().size;
  if (is_timed_out_) {
    exchange.response = problem_response(Problem::request_timeout, "the body came too slowly");
  } else if (failure == beast::http::error::bad_chunk ||
             failure == beast::http::error::bad_chunk_extension ||
             failure == beast::http::error::buffer_overflow) {
    exchange.response = problem_response(Problem::malformed_request, "a chunk does not parse");
  } else {
    exchange.is_lost = true;
  }
  co_return std::nullopt;
}

// True with the whole body read; else the answer says why not, unless the client is gone.
asio::awaitable<bool> Connection::read_body(HeldBody& body, Exchange& exchange) {
  std::vector<std::byte> chunk(chunk_bytes);
  const auto start = SteadyClock::now();
  while (!parser_->is_done()) {
    arm(time_left(start, body.bytes().size(), shared_.limits.transfer_time_max));
    const auto size = co_await read_some(chunk, exchange);
    if (!size) co_return false;
    if (body.bytes().size() + *size > shared_.limits.body_bytes_max) {
      exchange.response = problem_response(
          Problem::body_too_large,
          "a body may hold " + std::to_string(shared_.limits.body_bytes_max) + " bytes");
      co_return false;
    }
    if (!body.append(ByteView(chunk).first(*size))) {
      exchange.response = problem_response(Problem::unavailable,
                                           "too many uploads at once; try again in a few seconds");
      co_return false;
    }
  }
  co_return true;
}

asio::awaitable<void> Connection::wait_for_answer(const Admission& admission,
                                                  std::shared_ptr<const HeldBody> body,
                                                  Exchange& exchange) {
  const auto executor = socket_.get_executor();
  const auto answer = std::make_shared<Answer>(executor);
  const auto bytes = body->bytes();
  auto refusal =
      start_call(admission, bytes, std::move(body), shared_.parts,
                 [executor, answer, token = shared_.outstanding.begin()](Response response) {
                   asio::post(executor, [answer, response = std::move(response)]() mutable {
                     answer->response = std::move(response);
                     answer->ready.cancel();
                   });
                 });
  if (refusal) {
    exchange.response = std::move(*refusal);
    co_return;
  }
  deadline_.cancel();
  awaited_ = answer;
  answer->ready.expires_after(shared_.limits.request_time_max);
  error_code ignored;
  co_await answer->ready.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  awaited_ = nullptr;
  exchange.is_lost = !socket_.is_open();
  exchange.response = answer->response ? std::move(*answer->response)
                                       : problem_response(timeout_of(admission.route->work),
                                                          "the answer did not come in time");
}

asio::awaitable<bool> Connection::send(const Exchange& exchange, bool keeps_alive) {
  namespace http = beast::http;
  const auto& response = exchange.response;
  const auto text = response.sent_body();
  http::response<http::span_body<const char>> message(static_cast<http::status>(response.status),
                                                      11);
  message.body() = beast::span<const char>(text.data(), text.size());
  message.set(http::field::date, http_date(shared_.parts.clock.now()));
  for (const auto& header : common_headers()) {
    message.set(beast::string_view(header.name.data(), header.name.size()),
                beast::string_view(header.value.data(), header.value.size()));
  }
  for (const auto& header : response.headers) message.set(header.name, header.value);
  if (!response.content_type.empty()) {
    message.set(http::field::content_type, response.content_type);
  }
  // RFC 9110, 8.6: a 204 has none.
  if (response.status != 204) message.content_length(text.size());
  message.keep_alive(keeps_alive);

  http::response_serializer<http::span_body<const char>> serializer(message);
  const bool is_head_only = exchange.head.method == "HEAD";
  serializer.split(is_head_only);
  const auto start = SteadyClock::now();
  std::size_t sent_bytes = 0;
  while (!(is_head_only ? serializer.is_header_done() : serializer.is_done())) {
    arm(time_left(start, sent_bytes, shared_.limits.transfer_time_max));
    error_code failure;
    sent_bytes += co_await http::async_write_some(
        socket_, serializer, asio::redirect_error(asio::use_awaitable, failure));
    if (failure) co_return false;
  }
  co_return true;
}

// Lets a client that still sends read our answer before the connection goes: closing with unread
// bytes would reset it.
asio::awaitable<void> Connection::drain() {
  error_code failure;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, failure);
  std::vector<std::byte> chunk(chunk_bytes);
  arm(lingering_time);
  while (!failure && !is_timed_out_) {
    co_await socket_.async_read_some(asio::buffer(chunk.data(), chunk.size()),
                                     asio::redirect_error(asio::use_awaitable, failure));
  }
}

}  // namespace pixiu::http
