#pragma once

#include "base/result.h"
#include "base/transaction.h"
#include "storage/session.h"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace pixiu::storage {

// The one writer of a SQLite database. Steps of many threads wait in a queue; one thread takes what
// waits, runs the steps one after the other, commits once and then answers all of them. When one of
// them fails, all are rolled back and run again, now each in a savepoint, so that it fails alone:
// savepoints cost a third of the throughput, and failures are rare. While a commit is being synced
// the next steps gather, so that the sharing grows with the load and nothing waits for company.
class GroupCommit {
 public:
  // `database` goes into the transactions (SqlTransaction).
  GroupCommit(std::unique_ptr<Session> writer, const Transactions* database);
  GroupCommit(const GroupCommit&) = delete;
  GroupCommit& operator=(const GroupCommit&) = delete;
  ~GroupCommit();  // no call may be in flight

  // Returns when the step is durable or has failed. Errors: the step's, the commit's, and
  // unavailable when limits::database_steps_waiting_max steps wait already.
  Status run(const Transactions::Step& step);

  std::uint64_t commit_count() const;

 private:
  struct Waiting {
    const Transactions::Step* step;
    std::promise<Status> done;
  };
  using Batch = std::vector<Waiting>;

  void work();
  Batch take_batch();
  void run_batch(Batch& batch);
  Status run_together(const Batch& batch, std::vector<Status>& outcomes);
  Status run_apart(const Batch& batch, std::vector<Status>& outcomes);
  Status run_step(const Transactions::Step& step);
  Status run_in_savepoint(const Transactions::Step& step);
  void checkpoint_when_due();

  const std::unique_ptr<Session> writer_;
  const Transactions* const database_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Waiting> waiting_;
  bool is_stopping_ = false;
  std::uint64_t commit_count_ = 0;
  std::jthread thread_;  // last: it uses the rest
};

// Runs a step; one that throws has failed.
Status run_guarded(const Transactions::Step& step, Transaction& transaction);

}  // namespace pixiu::storage
