#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace pixiu::http {

// What one request did, for the metrics and the access log. No path, no query, no address: nothing
// here is personal data, and everything has few values.
struct AccessRecord {
  std::string_view method = "other";     // a method we know, else "other"
  std::string_view route = "unmatched";  // the row of the route table
  int status = 0;
  double duration_s = 0;
  std::size_t received_bytes = 0;
  std::size_t sent_bytes = 0;
  std::string band;  // of an examination
};

// Counts for Prometheus. Thread-safe.
class Metrics {
 public:
  // `waiting_count` gives the length of the examination queue when it is asked for.
  Metrics(std::string_view version, std::function<std::size_t()> waiting_count);
  ~Metrics();

  void count(const AccessRecord& record);
  void count_refused_connection();
  void set_open_connections(std::size_t count);

  // The text exposition format, version 0.0.4.
  std::string text() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pixiu::http
