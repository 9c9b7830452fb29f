#include "pictures/side_by_side.h"

#include <atomic>
#include <chrono>
#include <exception>
#include <iostream>
#include <mutex>
#include <thread>
#include <vector>

#include <opencv2/core.hpp>

namespace pixiu::bench {
namespace {

// One line on stderr, rewritten at most once a second. Not thread-safe.
class ProgressLine {
 public:
  ProgressLine(const std::string& label, std::size_t count) : label_(label), count_(count) {}

  void advance() {
    ++done_;
    const auto now = std::chrono::steady_clock::now();
    if (done_ < count_ && now - shown_ < std::chrono::seconds(1)) return;
    shown_ = now;
    const std::chrono::duration<double> passed = now - start_;
    std::cerr << '\r' << label_ << ": " << done_ << " of " << count_ << ", "
              << static_cast<int>(passed.count()) << " s" << (done_ == count_ ? "\n" : "   ")
              << std::flush;
  }

 private:
  std::string label_;
  std::size_t count_;
  std::size_t done_ = 0;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point shown_ = start_;
};

}  // namespace

void side_by_side(std::size_t count, int threads, const std::string& label,
                  const std::function<void(std::size_t)>& work) {
  cv::setNumThreads(1);
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::exception_ptr failure;
  ProgressLine progress(label, count);
  const auto work_on = [&] {
    while (true) {
      const std::size_t index = next++;
      if (index >= count) return;
      try {
        work(index);
        const std::lock_guard lock(mutex);
        progress.advance();
      } catch (...) {
        const std::lock_guard lock(mutex);
        if (!failure) failure = std::current_exception();
        next = count;
      }
    }
  };
  {
    std::vector<std::jthread> workers;
    for (int i = 0; i < threads; ++i) workers.emplace_back(work_on);
  }
  if (failure) std::rethrow_exception(failure);
}

}  // namespace pixiu::bench
