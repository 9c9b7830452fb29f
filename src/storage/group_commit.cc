#include "storage/group_commit.h"

#include "base/limits.h"
#include "storage/sql_transaction.h"

#include <algorithm>
#include <exception>

namespace pixiu::storage {
namespace {

// Pages of the write-ahead log after which its content is brought into the database file.
constexpr std::int64_t checkpoint_pages = 4000;

}  // namespace

Status run_guarded(const Transactions::Step& step, Transaction& transaction) {
  try {
    return step(transaction);
  } catch (const std::exception&) {
    return Error{ErrorCode::internal, "a step on the database ended unexpectedly"};
  }
}

GroupCommit::GroupCommit(std::unique_ptr<Session> writer, const Transactions* database)
    : writer_(std::move(writer)), database_(database), thread_([this] { work(); }) {}

GroupCommit::~GroupCommit() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
  // Closing does this too, but overlooks what goes wrong.
  static_cast<void>(writer_->rows("PRAGMA wal_checkpoint(TRUNCATE)", {}, 3));
}

Status GroupCommit::run(const Transactions::Step& step) {
  std::future<Status> done;
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() >= limits::database_steps_waiting_max) {
      return Error{ErrorCode::unavailable, "too many writes wait for the database; try again"};
    }
    Waiting& waiting = waiting_.emplace_back();
    waiting.step = &step;
    done = waiting.done.get_future();
  }
  changed_.notify_one();
  return done.get();
}

std::uint64_t GroupCommit::commit_count() const {
  const std::lock_guard lock(mutex_);
  return commit_count_;
}

void GroupCommit::work() {
  for (;;) {
    Batch batch = take_batch();
    if (batch.empty()) return;
    run_batch(batch);
    checkpoint_when_due();
  }
}

GroupCommit::Batch GroupCommit::take_batch() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return is_stopping_ || !waiting_.empty(); });
  Batch batch;
  while (!waiting_.empty() && batch.size() < limits::database_steps_per_commit_max) {
    batch.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
  return batch;
}

void GroupCommit::run_batch(Batch& batch) {
  std::vector<Status> outcomes(batch.size());
  Status whole = run_together(batch, outcomes);
  const bool has_failed =
      std::any_of(outcomes.begin(), outcomes.end(), [](const Status& outcome) { return !outcome; });
  const bool is_rolled_back = has_failed && batch.size() == 1;
  if (has_failed && batch.size() > 1) whole = run_apart(batch, outcomes);
  if (whole && !is_rolled_back) {
    const std::lock_guard lock(mutex_);
    ++commit_count_;
  }
  for (std::size_t i = 0; i < batch.size(); ++i) {
    batch[i].done.set_value(whole || !outcomes[i] ? outcomes[i] : whole);
  }
}

// Until one fails; then nothing is stored, and its outcome says why.
Status GroupCommit::run_together(const Batch& batch, std::vector<Status>& outcomes) {
  const Status begun = writer_->begin(TransactionKind::write);
  if (!begun) return begun;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    outcomes[i] = run_step(*batch[i].step);
    if (!outcomes[i]) {
      writer_->rollback();
      return {};
    }
  }
  return writer_->commit();
}

Status GroupCommit::run_apart(const Batch& batch, std::vector<Status>& outcomes) {
  Status whole = writer_->begin(TransactionKind::write);
  for (std::size_t i = 0; whole && i < batch.size(); ++i) {
    outcomes[i] = run_in_savepoint(*batch[i].step);
    // A full disk or a failed read ends the whole transaction, and with it the steps before.
    if (!outcomes[i] && !writer_->is_in_transaction()) whole = outcomes[i];
  }
  if (whole) return writer_->commit();
  writer_->rollback();
  return whole;
}

Status GroupCommit::run_step(const Transactions::Step& step) {
  SqlTransaction transaction(*writer_, database_);
  Status outcome = run_guarded(step, transaction);
  if (outcome && transaction.failure()) outcome = *transaction.failure();
  if (outcome && !writer_->is_in_transaction()) {
    outcome = Error{ErrorCode::internal, "a step ended the database's transaction"};
  }
  return outcome;
}

Status GroupCommit::run_in_savepoint(const Transactions::Step& step) {
  const auto begun = writer_->change("SAVEPOINT step", {});
  if (!begun) return begun.error();
  Status outcome = run_step(step);
  if (!writer_->is_in_transaction()) return outcome;
  if (!outcome) {
    const auto undone = writer_->change("ROLLBACK TO step", {});
    if (!undone) writer_->rollback();  // seen by the caller: no step of this batch is stored
    if (!undone) return outcome;
  }
  const auto released = writer_->change("RELEASE step", {});
  if (!released) writer_->rollback();
  if (outcome && !released) outcome = released.error();
  return outcome;
}

void GroupCommit::checkpoint_when_due() {
  if (writer_->log_page_count() < checkpoint_pages) return;
  // What goes wrong here loses nothing: the write-ahead log stays, and the next commit tries again.
  // A failed fsync stops the process inside.
  static_cast<void>(writer_->rows("PRAGMA wal_checkpoint(PASSIVE)", {}, 3));
}

}  // namespace pixiu::storage
