#include "storage/database.h"

#include "base/check.h"
#include "storage/folder.h"
#include "storage/group_commit.h"
#include "storage/migration.h"
#include "storage/session_pool.h"

#include <array>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <thread>

namespace pixiu::storage {
namespace {

using Trouble = Session::Trouble;

constexpr int attempts_max = 6;
constexpr int first_pause_ms = 4;

// Longer after each attempt, and never twice the same for two writers that met.
void pause_before_attempt(int attempt, Entropy& entropy) {
  std::array<std::byte, 1> noise{};
  entropy.fill(noise);
  const int longest_ms = first_pause_ms << attempt;
  std::this_thread::sleep_for(
      std::chrono::milliseconds{1 + std::to_integer<int>(noise[0]) * longest_ms / 256});
}

struct Attempt {
  Status outcome;
  bool may_run_again = false;
};

Attempt attempt_step(Session& session, TransactionKind kind, const Transactions::Step& step,
                     const Transactions* database) {
  const Status begun = session.begin(kind);
  if (!begun) return {begun, session.trouble() != Trouble::none};
  SqlTransaction transaction(session, database);
  Status outcome = run_guarded(step, transaction);
  // The trouble of the statement that failed: a step may have tried others after it, in vain.
  const bool is_others_fault = transaction.failure() && session.trouble() != Trouble::none;
  if (outcome && transaction.failure()) outcome = *transaction.failure();
  if (!outcome) {
    session.rollback();
    return {outcome, is_others_fault};
  }
  const Status committed = session.commit();
  if (committed) return {committed, false};
  if (session.trouble() == Trouble::connection_lost && kind == TransactionKind::write) {
    return {Error{ErrorCode::internal,
                  "the connection to the database was lost during the commit: whether it is stored "
                  "is unknown; ask again with the same id"},
            false};
  }
  return {committed, session.trouble() != Trouble::none};
}

}  // namespace

struct Database::State {
  State(const DatabaseOptions& options, Entropy& entropy_in)
      : url(options.url), entropy(entropy_in), pool(options.url, options.connections_max) {}

  Status run_pooled(TransactionKind kind, const Transactions::Step& step,
                    const Transactions* database) {
    Status outcome;
    for (int attempt = 0; attempt < attempts_max; ++attempt) {
      if (attempt > 0) pause_before_attempt(attempt, entropy);
      auto session = pool.take();
      if (!session) return session.error();
      Attempt attempted = attempt_step(**session, kind, step, database);
      outcome = std::move(attempted.outcome);
      if (outcome && kind == TransactionKind::write) ++pooled_commit_count;
      if (!attempted.may_run_again) break;
    }
    return outcome;
  }

  const DatabaseUrl url;
  Entropy& entropy;
  SessionPool pool;
  std::unique_ptr<GroupCommit> group_commit;  // SQLite only
  std::atomic<std::uint64_t> step_count{0};
  std::atomic<std::uint64_t> pooled_commit_count{0};
};

Result<std::unique_ptr<Database>> Database::open(const DatabaseOptions& options, Entropy& entropy) {
  PIXIU_CHECK(options.connections_max >= 1);
  auto session = Session::open(options.url);
  if (!session) return session.error();
  const Status migrated = migrate(**session, embedded_migrations());
  if (!migrated) {
    return Error{migrated.error().code,
                 "the database " + options.url.shown() + ": " + migrated.error().message};
  }
  if (options.url.engine() == Engine::sqlite) {
    // The names of the database and its log. SQLite syncs them, and overlooks a failure.
    const std::filesystem::path path = options.url.path();
    const auto folder = Folder::open(path.has_parent_path() ? path.parent_path() : ".");
    if (!folder) return folder.error();
    folder->sync();
  }
  std::unique_ptr<Database> database(new Database(std::make_unique<State>(options, entropy)));
  if (options.url.engine() == Engine::sqlite) {
    database->state_->group_commit =
        std::make_unique<GroupCommit>(std::move(*session), database.get());
  }
  return database;
}

Database::Database(std::unique_ptr<State> state) : state_(std::move(state)) {}
Database::~Database() = default;

Status Database::run(const Step& step) {
  ++state_->step_count;
  if (state_->group_commit) return state_->group_commit->run(step);
  return state_->run_pooled(TransactionKind::write, step, this);
}

Status Database::run_snapshot(const Step& step) {
  return state_->run_pooled(TransactionKind::snapshot, step, this);
}

SqlTransaction& Database::of(Transaction& transaction) const {
  auto* const sql = dynamic_cast<SqlTransaction*>(&transaction);
  PIXIU_CHECK(sql != nullptr && sql->database() == this);
  return *sql;
}

Engine Database::engine() const {
  return state_->url.engine();
}

Database::Counts Database::counts() const {
  return {.steps = state_->step_count,
          .commits = state_->group_commit ? state_->group_commit->commit_count()
                                          : state_->pooled_commit_count.load()};
}

Result<std::unique_ptr<Session>> Database::open_session() const {
  return Session::open(state_->url);
}

}  // namespace pixiu::storage
