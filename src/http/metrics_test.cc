#include "http/metrics.h"

#include <gtest/gtest.h>

namespace pixiu::http {
namespace {

bool has_line(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

TEST(Metrics, requests_and_examinations_are_counted) {
  Metrics metrics("1.2.3", [] { return std::size_t{4}; });
  const AccessRecord record{.method = "POST",
                            .route = "/v1/inspect",
                            .status = 200,
                            .duration_s = 0.3,
                            .received_bytes = 100,
                            .sent_bytes = 10,
                            .band = "review"};
  metrics.count(record);
  metrics.count(record);
  const auto text = metrics.text();
  EXPECT_TRUE(has_line(
      text, R"(pixiu_http_requests_total{method="POST",route="/v1/inspect",status="200"} 2)"))
      << text;
  EXPECT_TRUE(has_line(text, R"(pixiu_examinations_total{band="review"} 2)")) << text;
  EXPECT_TRUE(has_line(text, R"(pixiu_examinations_total{band="contradicted"} 0)")) << text;
  EXPECT_TRUE(has_line(text, R"(pixiu_http_received_bytes_total{route="/v1/inspect"} 200)"))
      << text;
  EXPECT_TRUE(has_line(
      text, R"(pixiu_http_request_duration_seconds_bucket{route="/v1/inspect",le="0.25"} 0)"))
      << text;
  EXPECT_TRUE(has_line(
      text, R"(pixiu_http_request_duration_seconds_bucket{route="/v1/inspect",le="0.5"} 2)"))
      << text;
  EXPECT_TRUE(has_line(text, R"(pixiu_build_info{version="1.2.3"} 1)")) << text;
  EXPECT_TRUE(has_line(text, "pixiu_examinations_waiting 4")) << text;
}

TEST(Metrics, what_was_turned_away_is_counted) {
  Metrics metrics("1", [] { return std::size_t{0}; });
  metrics.count({.method = "POST", .route = "/v1/inspect", .status = 429});
  metrics.count({.method = "POST", .route = "/v1/inspect", .status = 503});
  metrics.count({.method = "POST", .route = "/v1/inspect", .status = 400});
  metrics.count_refused_connection();
  metrics.set_open_connections(3);
  const auto text = metrics.text();
  EXPECT_TRUE(has_line(text, R"(pixiu_rejected_total{reason="busy"} 2)")) << text;
  EXPECT_TRUE(has_line(text, R"(pixiu_rejected_total{reason="connections"} 1)")) << text;
  EXPECT_TRUE(has_line(text, "pixiu_http_connections 3")) << text;
}

}  // namespace
}  // namespace pixiu::http
