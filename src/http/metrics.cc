#include "http/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace pixiu::http {
namespace {

prometheus::Histogram::BucketBoundaries duration_buckets_s() {
  return {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120};
}

std::string text_of(std::string_view view) {
  return std::string(view);
}

// Requests turned away because we could not take them now.
bool is_rejection(int status) {
  return status == 429 || status == 503;
}

}  // namespace

struct Metrics::State {
  State(std::string_view version, std::function<std::size_t()> waiting_count_in)
      : waiting_count(std::move(waiting_count_in)) {
    prometheus::BuildGauge()
        .Name("pixiu_build_info")
        .Help("Always 1; the label tells the version.")
        .Register(registry)
        .Add({{"version", text_of(version)}})
        .Set(1);
    for (const auto* band : {"clear", "review", "contradicted", "not_assessed"}) {
      examinations.Add({{"band", band}});
    }
    for (const auto* reason : {"busy", "connections"}) rejections.Add({{"reason", reason}});
  }

  std::function<std::size_t()> waiting_count;
  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>& requests = prometheus::BuildCounter()
                                                          .Name("pixiu_http_requests_total")
                                                          .Help("Requests answered.")
                                                          .Register(registry);
  prometheus::Family<prometheus::Histogram>& durations =
      prometheus::BuildHistogram()
          .Name("pixiu_http_request_duration_seconds")
          .Help("From a request's head to the end of its answer.")
          .Register(registry);
  prometheus::Family<prometheus::Counter>& received = prometheus::BuildCounter()
                                                          .Name("pixiu_http_received_bytes_total")
                                                          .Help("Bytes of request bodies.")
                                                          .Register(registry);
  prometheus::Family<prometheus::Counter>& examinations = prometheus::BuildCounter()
                                                              .Name("pixiu_examinations_total")
                                                              .Help("Examinations by their band.")
                                                              .Register(registry);
  prometheus::Family<prometheus::Counter>& rejections =
      prometheus::BuildCounter()
          .Name("pixiu_rejected_total")
          .Help("Requests and connections turned away because the service was full.")
          .Register(registry);
  prometheus::Gauge& waiting = prometheus::BuildGauge()
                                   .Name("pixiu_examinations_waiting")
                                   .Help("Uploads that wait for a worker.")
                                   .Register(registry)
                                   .Add({});
  prometheus::Gauge& connections = prometheus::BuildGauge()
                                       .Name("pixiu_http_connections")
                                       .Help("Open connections.")
                                       .Register(registry)
                                       .Add({});
};

Metrics::Metrics(std::string_view version, std::function<std::size_t()> waiting_count)
    : state_(std::make_unique<State>(version, std::move(waiting_count))) {}

Metrics::~Metrics() = default;

void Metrics::count(const AccessRecord& record) {
  const auto route = text_of(record.route);
  state_->requests
      .Add({{"method", text_of(record.method)},
            {"route", route},
            {"status", std::to_string(record.status)}})
      .Increment();
  state_->durations.Add({{"route", route}}, duration_buckets_s()).Observe(record.duration_s);
  state_->received.Add({{"route", route}}).Increment(static_cast<double>(record.received_bytes));
  if (!record.band.empty()) state_->examinations.Add({{"band", record.band}}).Increment();
  if (is_rejection(record.status)) state_->rejections.Add({{"reason", "busy"}}).Increment();
}

void Metrics::count_refused_connection() {
  state_->rejections.Add({{"reason", "connections"}}).Increment();
}

void Metrics::set_open_connections(std::size_t count) {
  state_->connections.Set(static_cast<double>(count));
}

std::string Metrics::text() const {
  state_->waiting.Set(static_cast<double>(state_->waiting_count()));
  return prometheus::TextSerializer().Serialize(state_->registry.Collect());
}

}  // namespace pixiu::http
