#include "sandbox/mark_planner.h"

#include "base/check.h"
#include "base/limits.h"
#include "crypto/warm_up.h"
#include "media/warm_up.h"
#include "provenance/gb45438/propagator.h"
#include "sandbox/mark_exchange.h"
#include "sandbox/template_process.h"

#include <array>
#include <stdexcept>
#include <utility>

#include <opencv2/core.hpp>

namespace pixiu::sandbox {
namespace {

void warm_up() {
  cv::setNumThreads(1);  // pools do not survive fork
  for (const Status& status : {media::warm_up(), crypto::warm_up()}) {
    if (!status) throw std::runtime_error(status.error().message);
  }
}

void work(ByteView bytes, const ReplySink& reply) {
  const Result<MarkOrder> order = decode_mark_request(bytes);
  PIXIU_CHECK(order.has_value());  // our own caller wrote it
  const MarkRequest& request = order->request;
  const Bytes answer = encode_mark_reply(
      provenance::gb45438::plan_mark(order->file, {.propagator = request.propagator,
                                                   .propagate_id = request.propagate_id,
                                                   .label = request.label}));
  const ByteView part = answer;
  reply({&part, 1});
}

class SandboxedPlanner final : public MarkPlanner {
 public:
  explicit SandboxedPlanner(std::unique_ptr<TemplateProcess> process)
      : process_(std::move(process)) {}

  Result<media::FileEdits> plan(ByteView file, const MarkRequest& request) override {
    if (file.size() > limits::photo_bytes_max) {
      return Error{ErrorCode::limit_exceeded, "a file to be marked has at most " +
                                                  std::to_string(limits::photo_bytes_max >> 20) +
                                                  " MiB"};
    }
    if (request.propagator.size() > mark_text_bytes_max ||
        request.propagate_id.size() > mark_text_bytes_max) {
      return Error{ErrorCode::invalid_input, "the propagator or its number is too long"};
    }
    const Bytes head = encode_mark_request(request);
    const std::array<ByteView, 2> parts = {head, file};
    Result<Reply> reply =
        process_->run({.request_parts = parts, .reply_bytes_max = mark_reply_bytes_max});
    if (!reply) return reply.error();
    return decode_mark_reply(reply->bytes.view(), file.size());
  }

 private:
  std::unique_ptr<TemplateProcess> process_;
};

}  // namespace

Result<std::unique_ptr<MarkPlanner>> MarkPlanner::start(const Limits& limits) {
  Result<std::unique_ptr<TemplateProcess>> process =
      TemplateProcess::start({.warm_up = warm_up, .work = work, .limits = limits});
  if (!process) return process.error();
  return std::unique_ptr<MarkPlanner>(std::make_unique<SandboxedPlanner>(*std::move(process)));
}

}  // namespace pixiu::sandbox
