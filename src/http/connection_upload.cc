#include "http/connection.h"
#include "http/connection_exchange.h"
#include "http/problem.h"

#include <exception>

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

// Bodies that go to the disk as they come: parts of resumable uploads.
namespace pixiu::http {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

// So much is held in memory of one upload.
constexpr std::size_t piece_bytes = 1u << 20;

// What a worker leaves behind; shared with it, since the connection may go first.
struct Begun {
  std::shared_ptr<StreamedPart> part;
  std::optional<Response> refusal;
};

}  // namespace

// A job is a named object in the callers' frames: g++ 12 destroys what a lambda within a co_await
// expression captured twice (GCC bug 99576).
asio::awaitable<bool> Connection::run_on_worker(const std::function<void()>& job,
                                                Exchange& exchange) {
  const auto executor = socket_.get_executor();
  const auto answer = std::make_shared<Answer>(executor);
  const Status submitted = shared_.parts.work->submit(
      [executor, answer, job = job, token = shared_.outstanding.begin()]() mutable {
        std::optional<Response> failure;
        try {
          job();
        } catch (const std::exception&) {
          failure = problem_response(Problem::internal, "the call ended unexpectedly");
        }
        // What the job holds of uploads goes here and not on the server's thread.
        job = nullptr;
        asio::post(executor, [answer, failure = std::move(failure)]() mutable {
          answer->response = failure ? std::move(*failure) : Response();
          answer->ready.cancel();
        });
      });
  if (!submitted) {
    exchange.response = problem_response(Problem::unavailable, submitted.error().message);
    co_return false;
  }
  deadline_.cancel();
  awaited_ = answer;
  answer->ready.expires_at(SteadyClock::time_point::max());
  error_code ignored;
  co_await answer->ready.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  awaited_ = nullptr;
  exchange.is_lost = exchange.is_lost || !socket_.is_open();
  if (!answer->response) co_return false;
  if (answer->response->status != 500) co_return true;
  exchange.response = std::move(*answer->response);
  co_return false;
}

asio::awaitable<void> Connection::take_part(const Admission& admission, Exchange& exchange) {
  if (auto refusal = refusal_now(admission.route->work, shared_.parts)) {
    exchange.response = std::move(*refusal);
    co_return;
  }
  const auto begun = std::make_shared<Begun>();
  const std::function<void()> begin = [begun, request = admission.request,
                                       uploads = shared_.parts.uploads] {
    auto part = begin_part(request, *uploads);
    if (part) {
      begun->part = std::move(*part);
    } else {
      begun->refusal = std::move(part.error());
    }
  };
  const bool is_begun = co_await run_on_worker(begin, exchange);
  if (!is_begun || exchange.is_lost) co_return;
  if (begun->refusal) {
    exchange.response = std::move(*begun->refusal);
    co_return;
  }
  if (admission.expects_continue && buffer_.size() == 0) co_await send_continue(exchange);
  const bool is_whole = !exchange.is_lost && co_await pass_on_body(begun->part, exchange);
  // What came is kept whether or not the client still is there.
  const auto finished = std::make_shared<std::optional<Response>>();
  const std::function<void()> finish = [begun, finished, is_whole] {
    *finished = begun->part->finish(is_whole);
    begun->part.reset();
  };
  const bool is_finished = co_await run_on_worker(finish, exchange);
  if (is_finished && is_whole) exchange.response = std::move(**finished);
}

// True when the whole body was written; else the answer says why not, unless the client is gone.
asio::awaitable<bool> Connection::pass_on_body(const std::shared_ptr<StreamedPart>& part,
                                               Exchange& exchange) {
  const auto piece = std::make_shared<Bytes>(piece_bytes);
  const auto refusal = std::make_shared<std::optional<Response>>();
  auto start = SteadyClock::now();
  const auto end = start + shared_.limits.streamed_transfer_time_max;
  std::size_t size = 0;
  std::size_t size_at_start = 0;
  while (!parser_->is_done() || size > 0) {
    while (!parser_->is_done() && size < piece->size()) {
      arm(time_left(start, exchange.record.received_bytes - size_at_start, end - start));
      const auto count = co_await read_some(std::span(*piece).subspan(size), exchange);
      if (!count) break;
      size += *count;
      exchange.record.received_bytes += *count;
    }
    const bool is_broken_off = !parser_->is_done() && size < piece->size();
    const std::function<void()> write = [part, piece, refusal, size] {
      *refusal = part->write(ByteView(*piece).first(size));
    };
    const bool is_written = co_await run_on_worker(write, exchange);
    if (is_written && *refusal) exchange.response = std::move(**refusal);
    if (!is_written || *refusal || is_broken_off || exchange.is_lost) co_return false;
    size = 0;
    // The time our disk took is not the client's.
    start = SteadyClock::now();
    size_at_start = exchange.record.received_bytes;
  }
  co_return true;
}

}  // namespace pixiu::http
