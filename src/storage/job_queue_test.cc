#include "storage/job_queue.h"

#include "storage/database_testing.h"

#include <map>
#include <mutex>
#include <set>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace pixiu::storage {
namespace {

using namespace std::chrono_literals;

constexpr const char* kind = "webhook.send";
const JobQueueOptions quick{
    .lease_time = 60s, .attempts_max = 3, .first_pause = 2s, .longest_pause = 10s};

class JobQueueTest : public testing::OnEachEngine {
 protected:
  Status add(const std::string& key, const std::string& body = "{}",
             std::optional<Timestamp> due = {}) {
    return database_->run([&](Transaction& transaction) {
      return queue_.add(transaction, {.kind = kind, .key = key, .body = body, .due = due});
    });
  }

  std::optional<TakenJob> take() {
    auto taken = queue_.take(kind);
    EXPECT_TRUE(taken.has_value()) << taken.error().message;
    return taken ? *taken : std::nullopt;
  }

  Status finish(const TakenJob& job) {
    return database_->run(
        [&](Transaction& transaction) { return queue_.finish(transaction, job); });
  }

  pixiu::testing::ManualClock clock_{Timestamp{1'770'000'000'000ms}};
  pixiu::testing::SeededEntropy entropy_{7};
  std::unique_ptr<Database> database_ = test_database_.open(16);
  JobQueue queue_{*database_, clock_, entropy_, quick};
};
INSTANTIATE_TEST_SUITE_P(Engines, JobQueueTest, testing::each_engine(), testing::engine_name);

TEST_P(JobQueueTest, a_job_is_taken_by_one_and_done_once) {
  ASSERT_TRUE(add("a", R"({"to":1})"));
  const auto job = take();
  ASSERT_TRUE(job);
  EXPECT_EQ(job->key, "a");
  EXPECT_EQ(job->body, R"({"to":1})");
  EXPECT_EQ(job->attempt, 1);
  EXPECT_FALSE(take());
  ASSERT_TRUE(finish(*job));
  EXPECT_EQ(finish(*job).error().code, ErrorCode::conflict);
  clock_.advance(1h);
  EXPECT_FALSE(take());
}

TEST_P(JobQueueTest, the_same_job_again_is_one_job_even_when_it_is_done) {
  ASSERT_TRUE(add("a"));
  ASSERT_TRUE(add("a"));
  EXPECT_EQ(add("a", R"({"other":1})").error().code, ErrorCode::conflict);
  ASSERT_TRUE(finish(*take()));
  ASSERT_TRUE(add("a"));
  EXPECT_FALSE(take());
}

TEST_P(JobQueueTest, a_job_of_a_step_that_failed_is_not_there) {
  const Status failed = database_->run([&](Transaction& transaction) -> Status {
    const Status added =
        queue_.add(transaction, {.kind = kind, .key = "a", .body = "{}", .due = {}});
    EXPECT_TRUE(added);
    return Error{ErrorCode::conflict, "no"};
  });
  EXPECT_FALSE(failed);
  EXPECT_FALSE(take());
}

TEST_P(JobQueueTest, jobs_come_when_they_are_due_and_the_longest_due_first) {
  ASSERT_TRUE(add("later", "{}", clock_.now() + 10s));
  ASSERT_TRUE(add("soon", "{}", clock_.now() + 5s));
  EXPECT_FALSE(take());
  clock_.advance(20s);
  EXPECT_EQ(take()->key, "soon");
  EXPECT_EQ(take()->key, "later");
}

TEST_P(JobQueueTest, a_lease_that_ends_gives_the_job_to_another_and_the_first_hears_of_it) {
  ASSERT_TRUE(add("a"));
  const auto first = take();
  clock_.advance(50s);
  ASSERT_TRUE(queue_.keep(*first));
  clock_.advance(50s);
  EXPECT_FALSE(take());
  clock_.advance(11s);
  const auto second = take();
  ASSERT_TRUE(second);
  EXPECT_EQ(second->attempt, 2);
  EXPECT_EQ(queue_.keep(*first).error().code, ErrorCode::conflict);
  EXPECT_EQ(finish(*first).error().code, ErrorCode::conflict);
  EXPECT_EQ(queue_.fail(*first, "late").error().code, ErrorCode::conflict);
  EXPECT_TRUE(finish(*second));
}

TEST_P(JobQueueTest, a_job_that_keeps_failing_pauses_longer_and_ends_among_the_dead) {
  ASSERT_TRUE(add("a"));
  for (int attempt = 1; attempt < quick.attempts_max; ++attempt) {
    const auto due = queue_.fail(*take(), "status 503");
    ASSERT_TRUE(due && *due);
    const auto pause = **due - clock_.now();
    const auto longest = quick.first_pause * (1 << (attempt - 1));
    EXPECT_GE(pause, longest / 2);
    EXPECT_LE(pause, longest);
    EXPECT_FALSE(take());
    clock_.advance(longest);
  }
  EXPECT_EQ(queue_.fail(*take(), "status 503")->has_value(), false);
  const auto dead = queue_.dead({}, 10);
  ASSERT_TRUE(dead);
  ASSERT_EQ(dead->size(), 1u);
  EXPECT_EQ(dead->front().last_failure, "status 503");
  EXPECT_EQ(dead->front().attempts, quick.attempts_max);
  ASSERT_TRUE(queue_.revive(dead->front().id));
  EXPECT_EQ(take()->attempt, 1);
  EXPECT_EQ(queue_.drop(dead->front().id).error().code, ErrorCode::not_found);
}

TEST_P(JobQueueTest, a_job_that_ends_its_workers_is_dead_too) {
  ASSERT_TRUE(add("poison"));
  for (int attempt = 1; attempt <= quick.attempts_max; ++attempt) {
    ASSERT_TRUE(take());
    clock_.advance(61s);
  }
  EXPECT_FALSE(take());
  EXPECT_EQ(queue_.counts()->dead, 1u);
  ASSERT_TRUE(queue_.drop(queue_.dead({}, 1)->front().id));
  EXPECT_EQ(queue_.counts()->dead, 0u);
}

TEST_P(JobQueueTest, counts_tell_how_far_behind_the_workers_are) {
  const Timestamp start = clock_.now();
  for (const char* key : {"a", "b", "c"}) ASSERT_TRUE(add(key));
  clock_.advance(5s);
  static_cast<void>(take());
  const auto counts = queue_.counts();
  ASSERT_TRUE(counts);
  EXPECT_EQ(counts->waiting, 2u);
  EXPECT_EQ(counts->taken, 1u);
  EXPECT_EQ(counts->oldest_due, start);
}

TEST_P(JobQueueTest, done_jobs_are_forgotten_after_their_time) {
  ASSERT_TRUE(add("a"));
  ASSERT_TRUE(finish(*take()));
  EXPECT_EQ(queue_.forget_done(clock_.now(), 10), std::size_t{0});
  EXPECT_EQ(queue_.forget_done(clock_.now() + 1ms, 10), std::size_t{1});
  ASSERT_TRUE(add("a"));
  EXPECT_TRUE(take());
}

TEST_P(JobQueueTest, many_workers_share_the_jobs_without_taking_one_twice) {
  constexpr int job_count = 60;
  for (int i = 0; i < job_count; ++i) ASSERT_TRUE(add(std::to_string(i)));
  std::mutex mutex;
  std::multiset<std::string> seen;
  std::vector<std::thread> workers;
  for (int worker = 0; worker < 8; ++worker) {
    workers.emplace_back([&] {
      while (auto job = queue_.take(kind).value()) {
        EXPECT_TRUE(finish(*job));
        const std::lock_guard lock(mutex);
        seen.insert(job->key);
      }
    });
  }
  for (std::thread& worker : workers) worker.join();
  EXPECT_EQ(seen.size(), static_cast<std::size_t>(job_count));
  EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()).size(), seen.size());
}

// The queue against a model of it in memory: random steps, the same answers.
struct ModelJob {
  Timestamp due;
  int attempts = 0;
  std::string state = "open";
  std::optional<TakenJob> taken;  // the last taking
};

class Model {
 public:
  Model(Database& database, JobQueue& queue, pixiu::testing::ManualClock& clock)
      : database_(database), queue_(queue), clock_(clock) {}

  void add(int number) {
    const std::string key = std::to_string(number);
    const Timestamp due = clock_.now() + std::chrono::seconds{number % 3};
    RC_ASSERT(database_
                  .run([&](Transaction& transaction) {
                    return queue_.add(transaction,
                                      {.kind = kind, .key = key, .body = "{}", .due = due});
                  })
                  .has_value());
    jobs_.try_emplace(key, ModelJob{.due = due, .attempts = 0, .state = "open", .taken = {}});
  }

  void take() {
    const auto taken = queue_.take(kind);
    RC_ASSERT(taken.has_value());
    std::optional<Timestamp> longest_due;
    for (auto& [key, job] : jobs_) {
      if (job.state != "open" || job.due > clock_.now()) continue;
      if (job.attempts >= quick.attempts_max) {
        job.state = "dead";
      } else if (!longest_due || job.due < *longest_due) {
        longest_due = job.due;
      }
    }
    RC_ASSERT(taken->has_value() == longest_due.has_value());
    if (!*taken) return;
    ModelJob& job = jobs_.at((*taken)->key);
    RC_ASSERT(job.state == "open" && job.due == *longest_due);
    RC_ASSERT((*taken)->attempt == ++job.attempts);
    job.due = clock_.now() + quick.lease_time;
    job.taken = **taken;
    held_.push_back(**taken);
  }

  void keep(int which) {
    if (held_.empty()) return;
    const TakenJob& held = pick(which);
    const auto kept = queue_.keep(held);
    RC_ASSERT(kept.has_value() == is_ours(held));
    if (kept) jobs_.at(held.key).due = *kept;
  }

  void finish(int which) {
    if (held_.empty()) return;
    const TakenJob held = pick(which);
    const bool is_done =
        database_.run([&](Transaction& transaction) { return queue_.finish(transaction, held); })
            .has_value();
    RC_ASSERT(is_done == is_ours(held));
    if (is_done) jobs_.at(held.key).state = "done";
  }

  void fail(int which) {
    if (held_.empty()) return;
    const TakenJob held = pick(which);
    const auto due = queue_.fail(held, "no");
    RC_ASSERT(due.has_value() == is_ours(held));
    if (!due) return;
    ModelJob& job = jobs_.at(held.key);
    RC_ASSERT(due->has_value() == (job.attempts < quick.attempts_max));
    job.taken.reset();
    if (!*due) {
      job.state = "dead";
      return;
    }
    RC_ASSERT(**due > clock_.now() && **due <= clock_.now() + quick.longest_pause);
    job.due = **due;
  }

  void check_counts() const {
    const auto counts = queue_.counts();
    RC_ASSERT(counts.has_value());
    std::uint64_t open = 0;
    std::uint64_t dead = 0;
    for (const auto& [key, job] : jobs_) {
      open += job.state == "open" ? 1 : 0;
      dead += job.state == "dead" ? 1 : 0;
    }
    RC_ASSERT(counts->waiting + counts->taken == open);
    RC_ASSERT(counts->dead == dead);
  }

 private:
  const TakenJob& pick(int which) const {
    return held_[static_cast<std::size_t>(which) % held_.size()];
  }

  // Whether this taking is the job's last and the job is still open.
  bool is_ours(const TakenJob& held) const {
    const ModelJob& job = jobs_.at(held.key);
    return job.state == "open" && job.taken && job.taken->lease == held.lease;
  }

  Database& database_;
  JobQueue& queue_;
  pixiu::testing::ManualClock& clock_;
  std::map<std::string, ModelJob> jobs_;
  std::vector<TakenJob> held_;  // also those that were lost
};

TEST_P(JobQueueTest, behaves_as_the_model_does) {
  EXPECT_TRUE(rc::check([&] {
    ASSERT_TRUE(
        database_->write([](SqlTransaction& sql) { return sql.change("DELETE FROM job"); }));
    Model model(*database_, queue_, clock_);
    const auto steps = *rc::gen::container<std::vector<std::pair<int, int>>>(
        rc::gen::pair(rc::gen::inRange(0, 7), rc::gen::inRange(0, 6)));
    for (const auto& [what, which] : steps) {
      switch (what) {
        case 0: model.add(which); break;
        case 1:
        case 2: model.take(); break;
        case 3: model.keep(which); break;
        case 4: model.finish(which); break;
        case 5: model.fail(which); break;
        default: clock_.advance(std::chrono::seconds{which * which * 3}); break;
      }
    }
    model.check_counts();
  }));
}

}  // namespace
}  // namespace pixiu::storage
