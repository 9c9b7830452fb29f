#include "assessment/context.h"
#include "base/check.h"
#include "workflow/inspect.h"

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>

namespace pixiu::workflow {
namespace {

using SteadyClock = std::chrono::steady_clock;

struct Job {
  Upload upload;
  assessment::Context context;
  InspectionDone done;
  SteadyClock::time_point start_before;
};

// A bug in one examination must not end the service: the job fails and the worker lives.
Result<Inspection> inspect_guarded(sandbox::Examiner& examiner, const Job& job) {
  try {
    return inspect(examiner, job.upload, job.context);
  } catch (const std::exception&) {
    return Error{ErrorCode::internal, "the examination ended unexpectedly"};
  }
}

void run(sandbox::Examiner& examiner, Job job) {
  auto inspection = SteadyClock::now() > job.start_before
                        ? Error{ErrorCode::deadline_exceeded,
                                "the examination did not begin in time; try again later"}
                        : inspect_guarded(examiner, job);
  job.upload = {};  // the bytes go before the answer does
  job.done(std::move(inspection));
}

}  // namespace

struct InspectionQueue::State {
  State(sandbox::Examiner& examiner_in, const InspectionQueueOptions& options_in)
      : examiner(examiner_in), options(options_in) {}

  void work() {
    for (;;) {
      std::unique_lock lock(mutex);
      changed.wait(lock, [this] { return is_stopping || !jobs.empty(); });
      if (is_stopping) return;
      auto job = std::move(jobs.front());
      jobs.pop_front();
      lock.unlock();
      run(examiner, std::move(job));
    }
  }

  sandbox::Examiner& examiner;
  const InspectionQueueOptions options;
  mutable std::mutex mutex;
  std::condition_variable changed;
  std::deque<Job> jobs;
  bool is_stopping = false;
  std::vector<std::jthread> workers;
};

InspectionQueue::InspectionQueue(sandbox::Examiner& examiner, const InspectionQueueOptions& options)
    : state_(std::make_unique<State>(examiner, options)) {
  PIXIU_CHECK(options.workers >= 1);
  for (int i = 0; i < options.workers; ++i) {
    state_->workers.emplace_back([state = state_.get()] { state->work(); });
  }
}

InspectionQueue::~InspectionQueue() {
  std::deque<Job> abandoned;
  {
    const std::lock_guard lock(state_->mutex);
    state_->is_stopping = true;
    abandoned.swap(state_->jobs);
  }
  state_->changed.notify_all();
  for (auto& job : abandoned) {
    job.done(Error{ErrorCode::unavailable, "the service stops"});
  }
  state_->workers.clear();
}

Status InspectionQueue::submit(Upload upload, InspectionDone done) {
  assessment::Context context;
  if (upload.context_json) {
    auto parsed = assessment::parse_context_text(*upload.context_json);
    if (!parsed) return parsed.error();
    context = std::move(*parsed);
  }
  {
    const std::lock_guard lock(state_->mutex);
    if (state_->is_stopping) return Error{ErrorCode::unavailable, "the service stops"};
    if (state_->jobs.size() >= state_->options.length_max) {
      return Error{ErrorCode::unavailable, "too many examinations are waiting; try again later"};
    }
    state_->jobs.push_back({.upload = std::move(upload),
                            .context = std::move(context),
                            .done = std::move(done),
                            .start_before = SteadyClock::now() + state_->options.wait_time_max});
  }
  state_->changed.notify_one();
  return {};
}

std::size_t InspectionQueue::waiting_count() const {
  const std::lock_guard lock(state_->mutex);
  return state_->jobs.size();
}

bool InspectionQueue::has_room() const {
  const std::lock_guard lock(state_->mutex);
  return state_->jobs.size() < state_->options.length_max;
}

}  // namespace pixiu::workflow
