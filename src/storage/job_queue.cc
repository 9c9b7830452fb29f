#include "storage/job_queue.h"

#include "base/check.h"
#include "crypto/digest.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace pixiu::storage {
namespace {

constexpr std::size_t kind_bytes_max = 64;
constexpr std::size_t key_bytes_max = 200;
constexpr std::size_t failure_bytes_max = 500;
constexpr std::size_t page_count_max = 1000;

// The job that has been due for longest. PostgreSQL passes over rows that another taker holds.
#define PIXIU_TAKE_JOB(pass_over)                                                            \
  "UPDATE job SET attempts = attempts + 1, lease = :lease, due_ms = :lease_end WHERE id = (" \
  "SELECT id FROM job WHERE kind = :kind AND state = 'open' AND due_ms <= :now "             \
  "ORDER BY due_ms, id LIMIT 1" pass_over ") RETURNING id, job_key, body, attempts"

Error lease_ended(const JobId& job) {
  return {ErrorCode::conflict, "the lease on job " + job.text() + " has ended"};
}

Error no_dead_job(const JobId& job) {
  return {ErrorCode::not_found, "no dead job " + job.text()};
}

// What a worker gets is one row changed, or it has lost the job.
Status still_ours(const Result<std::int64_t>& changed, const TakenJob& job) {
  if (!changed) return changed.error();
  if (*changed == 0) return lease_ended(job.id);
  return {};
}

// A job that was taken so often that it is given up, although nobody said why: its workers ended
// before they could.
Status give_up_lost(SqlTransaction& sql, std::string_view kind, Timestamp now, int attempts_max) {
  const auto changed = sql.change(
      "UPDATE job SET state = 'dead', lease = NULL, ended_ms = :ended, "
      "last_failure = 'the worker ended without a word' WHERE kind = :kind AND state = 'open' "
      "AND due_ms <= :now AND attempts >= :attempts_max",
      {now, kind, now, attempts_max});
  if (!changed) return changed.error();
  return {};
}

Status must_change_one(const Result<std::int64_t>& changed, const JobId& job) {
  if (!changed) return changed.error();
  if (*changed == 0) return no_dead_job(job);
  return {};
}

}  // namespace

Status JobQueue::add(Transaction& transaction, const JobDraft& draft) {
  if (draft.kind.empty() || draft.kind.size() > kind_bytes_max || draft.key.empty() ||
      draft.key.size() > key_bytes_max) {
    return Error{ErrorCode::invalid_input, "a job has a kind and a key of limited length"};
  }
  if (draft.body.size() > job_body_bytes_max) {
    return Error{ErrorCode::limit_exceeded, "the body of a job is too large"};
  }
  SqlTransaction& sql = database_.of(transaction);
  const Timestamp now = clock_.now();
  const auto changed = sql.change(
      "INSERT INTO job (id, kind, job_key, body, state, due_ms, attempts, added_ms) "
      "VALUES (:id, :kind, :job_key, :body, 'open', :due, 0, :added) "
      "ON CONFLICT (kind, job_key) DO NOTHING",
      {JobId::make(clock_, entropy_), draft.kind, draft.key, draft.body, draft.due.value_or(now),
       now});
  if (!changed) return changed.error();
  if (*changed == 1) return {};
  const auto stored = sql.row<std::string>(
      "SELECT body FROM job WHERE kind = :kind AND job_key = :job_key", {draft.kind, draft.key});
  if (!stored) return stored.error();
  if (*stored && std::get<0>(**stored) == draft.body) return {};
  return Error{ErrorCode::conflict, "a job of this kind and key has another body"};
}

Result<std::optional<TakenJob>> JobQueue::take(std::string_view kind) {
  std::array<std::byte, 16> noise{};
  entropy_.fill(noise);
  const std::string lease = crypto::hex(noise);
  const bool is_sqlite = database_.engine() == Engine::sqlite;
  const std::string_view text =
      is_sqlite ? PIXIU_TAKE_JOB("") : PIXIU_TAKE_JOB(" FOR UPDATE SKIP LOCKED");
  return database_.write([&](SqlTransaction& sql) -> Result<std::optional<TakenJob>> {
    const Timestamp now = clock_.now();
    const Timestamp lease_end = now + options_.lease_time;
    const Status given_up = give_up_lost(sql, kind, now, options_.attempts_max);
    if (!given_up) return given_up.error();
    auto row =
        sql.row<JobId, std::string, std::string, std::int64_t>(text, {lease, lease_end, kind, now});
    if (!row) return row.error();
    if (!*row) return std::optional<TakenJob>();
    auto& [id, key, body, attempt] = **row;
    return std::optional<TakenJob>({.id = id,
                                    .kind = std::string(kind),
                                    .key = std::move(key),
                                    .body = std::move(body),
                                    .attempt = static_cast<int>(attempt),
                                    .lease = lease,
                                    .lease_end = lease_end});
  });
}

Result<Timestamp> JobQueue::keep(const TakenJob& job) {
  return database_.write([&](SqlTransaction& sql) -> Result<Timestamp> {
    const Timestamp lease_end = clock_.now() + options_.lease_time;
    const Status kept =
        still_ours(sql.change("UPDATE job SET due_ms = :lease_end "
                              "WHERE id = :id AND lease = :lease AND state = 'open'",
                              {lease_end, job.id, job.lease}),
                   job);
    if (!kept) return kept.error();
    return lease_end;
  });
}

Status JobQueue::finish(Transaction& transaction, const TakenJob& job) {
  return still_ours(database_.of(transaction)
                        .change("UPDATE job SET state = 'done', lease = NULL, ended_ms = :ended "
                                "WHERE id = :id AND lease = :lease AND state = 'open'",
                                {clock_.now(), job.id, job.lease}),
                    job);
}

Result<std::optional<Timestamp>> JobQueue::fail(const TakenJob& job, std::string_view failure) {
  failure = failure.substr(0, failure_bytes_max);
  const std::chrono::milliseconds pause = pause_after(job.attempt);
  return database_.write([&](SqlTransaction& sql) -> Result<std::optional<Timestamp>> {
    const Timestamp now = clock_.now();
    if (job.attempt >= options_.attempts_max) {
      const Status ended =
          still_ours(sql.change("UPDATE job SET state = 'dead', lease = NULL, ended_ms = :ended, "
                                "last_failure = :failure WHERE id = :id AND lease = :lease "
                                "AND state = 'open'",
                                {now, failure, job.id, job.lease}),
                     job);
      if (!ended) return ended.error();
      return std::optional<Timestamp>();
    }
    const Status put_back =
        still_ours(sql.change("UPDATE job SET lease = NULL, due_ms = :due, last_failure = :failure "
                              "WHERE id = :id AND lease = :lease AND state = 'open'",
                              {now + pause, failure, job.id, job.lease}),
                   job);
    if (!put_back) return put_back.error();
    return std::optional<Timestamp>(now + pause);
  });
}

Result<std::vector<DeadJob>> JobQueue::dead(const std::optional<JobId>& after,
                                            std::size_t count_max) const {
  PIXIU_CHECK(count_max >= 1 && count_max <= page_count_max);
  return database_.read([&](SqlTransaction& sql) -> Result<std::vector<DeadJob>> {
    const auto rows = sql.rows<JobId, std::string, std::string, std::string, std::int64_t,
                               std::optional<std::string>, Timestamp>(
        "SELECT id, kind, job_key, body, attempts, last_failure, ended_ms FROM job "
        "WHERE state = 'dead' AND id > :after ORDER BY id LIMIT :count",
        {after ? after->text() : std::string(), static_cast<std::int64_t>(count_max)});
    if (!rows) return rows.error();
    std::vector<DeadJob> jobs;
    for (const auto& [id, kind, key, body, attempts, last_failure, ended_at] : *rows) {
      jobs.push_back({.id = id,
                      .kind = kind,
                      .key = key,
                      .body = body,
                      .attempts = static_cast<int>(attempts),
                      .last_failure = last_failure.value_or(""),
                      .ended_at = ended_at});
    }
    return jobs;
  });
}

Status JobQueue::revive(const JobId& job) {
  return database_.write([&](SqlTransaction& sql) {
    return must_change_one(
        sql.change("UPDATE job SET state = 'open', attempts = 0, due_ms = :due, ended_ms = NULL "
                   "WHERE id = :id AND state = 'dead'",
                   {clock_.now(), job}),
        job);
  });
}

Status JobQueue::drop(const JobId& job) {
  return database_.write([&](SqlTransaction& sql) {
    return must_change_one(sql.change("DELETE FROM job WHERE id = :id AND state = 'dead'", {job}),
                           job);
  });
}

Result<std::size_t> JobQueue::forget_done(Timestamp before, std::size_t count_max) {
  const auto forgotten = database_.write([&](SqlTransaction& sql) {
    return sql.change(
        "DELETE FROM job WHERE id IN (SELECT id FROM job WHERE state = 'done' "
        "AND ended_ms < :before ORDER BY ended_ms LIMIT :count)",
        {before, static_cast<std::int64_t>(count_max)});
  });
  if (!forgotten) return forgotten.error();
  return static_cast<std::size_t>(*forgotten);
}

Result<JobQueue::Counts> JobQueue::counts() const {
  return database_.read([&](SqlTransaction& sql) -> Result<Counts> {
    const auto row = sql.row<std::int64_t, std::int64_t, std::int64_t, std::optional<std::int64_t>>(
        "SELECT COUNT(CASE WHEN state = 'open' AND lease IS NULL THEN 1 END), "
        "COUNT(CASE WHEN state = 'open' AND lease IS NOT NULL THEN 1 END), "
        "COUNT(CASE WHEN state = 'dead' THEN 1 END), "
        "MIN(CASE WHEN state = 'open' AND lease IS NULL THEN due_ms END) "
        "FROM job WHERE state <> 'done'");
    if (!row) return row.error();
    const auto& [waiting, taken, dead_count, oldest_due] = **row;
    Counts counts{.waiting = static_cast<std::uint64_t>(waiting),
                  .taken = static_cast<std::uint64_t>(taken),
                  .dead = static_cast<std::uint64_t>(dead_count),
                  .oldest_due = {}};
    if (oldest_due) counts.oldest_due = Timestamp{std::chrono::milliseconds{*oldest_due}};
    return counts;
  });
}

std::chrono::milliseconds JobQueue::pause_after(int attempts) {
  std::chrono::milliseconds longest = options_.first_pause;
  for (int i = 1; i < attempts && longest < options_.longest_pause; ++i) longest *= 2;
  longest = std::min(longest, options_.longest_pause);
  std::array<std::byte, 2> noise{};
  entropy_.fill(noise);
  constexpr std::int64_t noise_range = 1 << 16;
  const std::int64_t part =
      std::to_integer<std::int64_t>(noise[0]) * 256 + std::to_integer<std::int64_t>(noise[1]);
  return longest / 2 + (longest / 2) * part / noise_range;
}

}  // namespace pixiu::storage
