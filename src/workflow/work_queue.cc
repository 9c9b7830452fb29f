#include "workflow/work_queue.h"

#include "base/check.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace pixiu::workflow {

struct WorkQueue::State {
  explicit State(std::size_t length_max_in) : length_max(length_max_in) {}

  void work() {
    for (;;) {
      std::unique_lock lock(mutex);
      changed.wait(lock, [this] { return is_stopping || !jobs.empty(); });
      if (jobs.empty()) return;
      const Job job = std::move(jobs.front());
      jobs.pop_front();
      lock.unlock();
      job();
    }
  }

  const std::size_t length_max;
  mutable std::mutex mutex;
  std::condition_variable changed;
  std::deque<Job> jobs;
  bool is_stopping = false;
  std::vector<std::jthread> workers;
};

WorkQueue::WorkQueue(const Options& options) : state_(std::make_unique<State>(options.length_max)) {
  PIXIU_CHECK(options.workers >= 1);
  for (int i = 0; i < options.workers; ++i) {
    state_->workers.emplace_back([state = state_.get()] { state->work(); });
  }
}

WorkQueue::~WorkQueue() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->is_stopping = true;
  }
  state_->changed.notify_all();
  state_->workers.clear();
}

Status WorkQueue::submit(Job job) {
  {
    const std::lock_guard lock(state_->mutex);
    if (state_->jobs.size() >= state_->length_max) {
      return Error{ErrorCode::unavailable, "too many requests are waiting; try again later"};
    }
    state_->jobs.push_back(std::move(job));
  }
  state_->changed.notify_one();
  return {};
}

bool WorkQueue::has_room() const {
  const std::lock_guard lock(state_->mutex);
  return state_->jobs.size() < state_->length_max;
}

}  // namespace pixiu::workflow
