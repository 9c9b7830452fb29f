#pragma once

#include "base/entropy.h"
#include "base/result.h"
#include "base/transaction.h"
#include "storage/database_url.h"
#include "storage/sql_transaction.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <type_traits>

namespace pixiu::storage {

struct DatabaseOptions {
  DatabaseUrl url;
  // Connections kept: readers of SQLite, all transactions of PostgreSQL. More callers than this
  // wait for one.
  std::size_t connections_max = 8;
};

// One database, SQLite or PostgreSQL, opened and brought up to date (storage/migration.h). The one
// place that transactions come from. Thread-safe.
//
// run() is durable when it returns without Error: on SQLite (WAL, synchronous FULL) the commit was
// synced, on PostgreSQL (synchronous_commit, fsync: both checked) its write-ahead log was. On
// SQLite one thread writes: it takes the steps that wait, runs them, commits them together and then
// answers all; one that fails fails alone (group commit; docs/adr/0010). On PostgreSQL each step
// is a transaction of its own, and the server shares the syncs of those that commit together.
//
// A step that meets another writer (deadlock, serialisation) or a connection that broke before
// its commit is run again, a few times. One that was cut off during its commit is never run again
// by us and never reported as stored: Error internal.
//
// A failed fsync stops the process (PostgreSQL stops itself then, and recovers; here that is a
// broken connection).
class Database final : public Transactions {
 public:
  // Opens, checks the settings that durability rests on, and migrates.
  // Errors: unavailable (not there, not allowed), unsupported (a newer database, unsafe settings),
  // corrupted. Messages never hold a password.
  static Result<std::unique_ptr<Database>> open(const DatabaseOptions& options, Entropy& entropy);

  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database() override;  // no call may be in flight

  // Errors: those of `step`, which passes on what SqlTransaction gave it, and unavailable when too
  // many steps wait (limits::database_steps_waiting_max).
  Status run(const Step& step) override;

  // Runs `step` with writes, for what it returns: a Status or a Result. As run().
  template <class Work>
  std::invoke_result_t<Work, SqlTransaction&> write(const Work& work) {
    return valued<std::invoke_result_t<Work, SqlTransaction&>>(
        work, [this](const Step& step) { return run(step); });
  }

  // Runs `work`, which only reads, on a snapshot of one moment. May run it more than once.
  template <class Work>
  std::invoke_result_t<Work, SqlTransaction&> read(const Work& work) {
    return valued<std::invoke_result_t<Work, SqlTransaction&>>(
        work, [this](const Step& step) { return run_snapshot(step); });
  }

  // The SQL side of a transaction of this database; another database's is a bug (checked).
  SqlTransaction& of(Transaction& transaction) const;

  Engine engine() const;

  // How many commits and steps there have been since the start: for measuring and for metrics.
  struct Counts {
    std::uint64_t steps = 0;
    std::uint64_t commits = 0;
  };
  Counts counts() const;

  // A session of its own, as the pool's are, for what must not be in a transaction.
  Result<std::unique_ptr<Session>> open_session() const;

 private:
  struct State;

  explicit Database(std::unique_ptr<State> state);
  Status run_snapshot(const Step& step);

  template <class Outcome, class Work, class Run>
  Outcome valued(const Work& work, const Run& run_step) {
    if constexpr (std::is_same_v<Outcome, Status>) {
      return run_step([&](Transaction& transaction) { return work(of(transaction)); });
    } else {
      std::optional<Outcome> outcome;
      const Status done = run_step([&](Transaction& transaction) -> Status {
        outcome = work(of(transaction));
        if (!*outcome) return outcome->error();
        return {};
      });
      if (!done) return done.error();
      return std::move(*outcome);
    }
  }

  std::unique_ptr<State> state_;
};

}  // namespace pixiu::storage
