#pragma once

#include <algorithm>
#include <chrono>
#include <ctime>
#include <utility>
#include <vector>

namespace pixiu::bench {

// What one piece of work took. On a machine that does other things too, processor time says what
// the work costs and wall time what happened to be left for it.
struct Took {
  double cpu_ms = 0;  // of this process, all threads
  double wall_ms = 0;
};

inline double process_cpu_ms() {
  std::timespec time{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) * 1e-6;
}

template <class Work>
Took time_of(const Work& work) {
  const auto start = std::chrono::steady_clock::now();
  const double cpu_start_ms = process_cpu_ms();
  work();
  const double cpu_ms = process_cpu_ms() - cpu_start_ms;
  const std::chrono::duration<double, std::milli> wall = std::chrono::steady_clock::now() - start;
  return {cpu_ms, wall.count()};
}

// The same work over and over.
struct Series {
  std::vector<double> cpu_ms;
  std::vector<double> wall_ms;

  void add(Took took) {
    cpu_ms.push_back(took.cpu_ms);
    wall_ms.push_back(took.wall_ms);
  }
};

inline double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values.at(values.size() / 2);
}

inline double least(const std::vector<double>& values) {
  return *std::min_element(values.begin(), values.end());
}

// The middle of what `rounds` runs of the work cost this process, in milliseconds.
template <class Work>
double median_cpu_ms(int rounds, const Work& work) {
  Series series;
  for (int round = 0; round < rounds; ++round) series.add(time_of(work));
  return median(std::move(series.cpu_ms));
}

}  // namespace pixiu::bench
