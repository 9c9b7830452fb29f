#include "storage/group_commit.h"

#include "base/limits.h"
#include "storage/sql_transaction.h"

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
  Status whole = writer_->begin(TransactionKind::write);
  for (std::size_t i = 0; whole && i < batch.size(); ++i) {
    outcomes[i] = run_in_savepoint(*batch[i].step);
    // A full disk or a failed read ends the whole transaction, and with it the steps before.
    if (!outcomes[i] && !writer_->is_in_transaction()) whole = outcomes[i];
  }
  if (whole) whole = writer_->commit();
  if (!whole) writer_->rollback();
  {
    const std::lock_guard lock(mutex_);
    if (whole) ++commit_count_;
  }
  for (std::size_t i = 0; i < batch.size(); ++i) {
    batch[i].done.set_value(whole || !outcomes[i] ? outcomes[i] : whole);
  }
}

Status GroupCommit::run_in_savepoint(const Transactions::Step& step) {
  const Status begun = writer_->command("SAVEPOINT step");
  if (!begun) return begun;
  SqlTransaction transaction(*writer_, database_);
  Status outcome = run_guarded(step, transaction);
  if (outcome && transaction.failure()) outcome = *transaction.failure();
  if (!writer_->is_in_transaction()) {
    if (outcome) outcome = Error{ErrorCode::internal, "a step ended the database's transaction"};
    return outcome;
  }
  if (!outcome) {
    const Status undone = writer_->command("ROLLBACK TO step");
    if (!undone) writer_->rollback();  // seen by the caller: no step of this batch is stored
    if (!undone) return outcome;
  }
  const Status released = writer_->command("RELEASE step");
  if (!released) writer_->rollback();
  return outcome ? released : outcome;
}

void GroupCommit::checkpoint_when_due() {
  if (writer_->log_page_count() < checkpoint_pages) return;
  // What goes wrong here loses nothing: the write-ahead log stays, and the next commit tries again.
  // A failed fsync stops the process inside.
  static_cast<void>(writer_->rows("PRAGMA wal_checkpoint(PASSIVE)", {}, 3));
}

}  // namespace pixiu::storage
