#pragma once

#include "base/clock.h"
#include "base/entropy.h"
#include "base/id.h"
#include "base/result.h"
#include "base/transaction.h"
#include "storage/database.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pixiu::storage {

using JobId = Id<struct JobTag>;

inline constexpr std::size_t job_body_bytes_max = 64u << 10;

struct JobDraft {
  std::string kind;              // what is to be done: "webhook.send"; 1..64 bytes
  std::string key;               // what makes it one job and not two, within its kind; 1..200 bytes
  std::string body;              // what the worker needs; JSON, at most job_body_bytes_max
  std::optional<Timestamp> due;  // not before; none: now
};

// A job in a worker's hands, until its lease ends.
struct TakenJob {
  JobId id;
  std::string kind;
  std::string key;
  std::string body;
  int attempt = 1;    // from 1
  std::string lease;  // tells this taking from every other
  Timestamp lease_end;
};

// A job that failed too often. It stays until somebody revives or drops it.
struct DeadJob {
  JobId id;
  std::string kind;
  std::string key;
  std::string body;
  int attempts = 0;
  std::string last_failure;
  Timestamp ended_at;
};

struct JobQueueOptions {
  std::chrono::milliseconds lease_time = std::chrono::seconds{60};
  int attempts_max = 8;
  // Before attempt n+1: first_pause * 2^(n-1), at most longest_pause, times 1/2 to 1 at random.
  std::chrono::milliseconds first_pause = std::chrono::seconds{2};
  std::chrono::milliseconds longest_pause = std::chrono::hours{1};
};

// A queue of jobs in the database, for workers of several threads and processes. A job is added in
// the transaction of what makes it necessary, and finished in the transaction of its effects: these
// happen once. What it does elsewhere may happen again, as a lease can end while a slow worker
// lives. Thread-safe. Errors: those of Database.
//
// On PostgreSQL takers pass over what another is just taking (FOR UPDATE SKIP LOCKED); SQLite has
// one writer. Times are the clock's: workers of several machines need clocks that agree much better
// than the lease time.
class JobQueue {
 public:
  // All outlive it.
  JobQueue(Database& database, const Clock& clock, Entropy& entropy,
           const JobQueueOptions& options = {})
      : database_(database), clock_(clock), entropy_(entropy), options_(options) {}

  // Idempotent by kind and key, also when the job is done by now.
  // Errors: conflict (such a job has another body), invalid_input, limit_exceeded.
  Status add(Transaction& transaction, const JobDraft& draft);

  // Takes the job of this kind that has been due for longest, if any is. A job whose lease ended
  // counts as tried; after attempts_max it is dead.
  Result<std::optional<TakenJob>> take(std::string_view kind);

  // Lengthens the lease to lease_time from now, for work that takes longer.
  // Errors: conflict (the lease ended and another has the job: stop).
  Result<Timestamp> keep(const TakenJob& job);

  // The job is done, if the transaction is. Errors: conflict (as keep: the step must fail).
  Status finish(Transaction& transaction, const TakenJob& job);

  // The job is to be tried again, or is dead: then nothing, else when it is due. `failure` holds no
  // personal data. Errors: conflict (as keep).
  Result<std::optional<Timestamp>> fail(const TakenJob& job, std::string_view failure);

  // In the order of their ids, `count_max` at most (1..1000, checked) after the id `after`.
  Result<std::vector<DeadJob>> dead(const std::optional<JobId>& after, std::size_t count_max) const;
  // A dead job gets all its attempts again, from now. Errors: not_found (no dead job).
  Status revive(const JobId& job);
  // A dead job is forgotten. Errors: not_found.
  Status drop(const JobId& job);

  // Forgets jobs done before this time, `count_max` at most; their keys may come again. Returns how
  // many.
  Result<std::size_t> forget_done(Timestamp before, std::size_t count_max);

  struct Counts {
    std::uint64_t waiting = 0;  // due or not, and not in anybody's hands
    std::uint64_t taken = 0;
    std::uint64_t dead = 0;
    std::optional<Timestamp> oldest_due;  // of those that wait: how far behind the workers are
  };
  Result<Counts> counts() const;

 private:
  std::chrono::milliseconds pause_after(int attempts);

  Database& database_;
  const Clock& clock_;
  Entropy& entropy_;
  const JobQueueOptions options_;
};

}  // namespace pixiu::storage
