#include "storage/session.h"

#include "base/check.h"
#include "base/stop.h"
#include "storage/session_fault.h"

#include <algorithm>
#include <map>
#include <string>

#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

namespace pixiu::storage {
namespace {

// Statements that are kept prepared. Texts are constants, so there are never more than the program
// has; the bound finds a text that is put together from values.
constexpr std::size_t statements_max = 512;

// A statement, prepared once, with the places that its values and columns are exchanged through.
class Prepared {
 public:
  Prepared(soci::session& session, const std::string& sql, std::span<const Value> values,
           std::size_t column_count)
      : statement_(session),
        texts_(values.size()),
        numbers_(values.size()),
        value_states_(values.size(), soci::i_ok),
        is_number_(values.size()),
        cells_(column_count),
        cell_states_(column_count, soci::i_ok) {
    statement_.alloc();
    statement_.prepare(sql);
    for (std::size_t i = 0; i < values.size(); ++i) {
      is_number_[i] = values[i].number() != nullptr;
      if (is_number_[i]) {
        statement_.exchange(soci::use(numbers_[i], value_states_[i]));
      } else {
        statement_.exchange(soci::use(texts_[i], value_states_[i]));
      }
    }
    for (std::size_t i = 0; i < column_count; ++i) {
      statement_.exchange(soci::into(cells_[i], cell_states_[i]));
    }
    statement_.define_and_bind();
  }

  // Whether the values are of the types that the places were made for. Nothing fits everywhere.
  bool fits(std::span<const Value> values) const {
    if (values.size() != is_number_.size()) return false;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (is_number_[i] ? values[i].text() != nullptr : values[i].number() != nullptr) return false;
    }
    return true;
  }

  std::size_t column_count() const { return cells_.size(); }

  std::int64_t change(std::span<const Value> values) {
    set(values);
    statement_.execute(true);
    return statement_.get_affected_rows();
  }

  std::vector<std::vector<Cell>> rows(std::span<const Value> values) {
    set(values);
    std::vector<std::vector<Cell>> rows;
    // To the end, always: a statement that is not at its end keeps SQLite's snapshot alive.
    for (bool has_row = statement_.execute(true); has_row; has_row = statement_.fetch()) {
      std::vector<Cell>& row = rows.emplace_back(cells_.size());
      for (std::size_t i = 0; i < cells_.size(); ++i) {
        if (cell_states_[i] == soci::i_ok) row[i] = cells_[i];
      }
    }
    return rows;
  }

 private:
  void set(std::span<const Value> values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const std::int64_t* const number = values[i].number();
      const std::string* const text = values[i].text();
      if (number != nullptr) numbers_[i] = *number;
      if (text != nullptr) texts_[i] = *text;
      value_states_[i] = number == nullptr && text == nullptr ? soci::i_null : soci::i_ok;
    }
  }

  soci::statement statement_;
  std::vector<std::string> texts_;
  std::vector<long long> numbers_;
  std::vector<soci::indicator> value_states_;
  std::vector<bool> is_number_;
  std::vector<std::string> cells_;
  std::vector<soci::indicator> cell_states_;
};

bool has_nul(std::span<const Value> values) {
  return std::any_of(values.begin(), values.end(), [](const Value& value) {
    return value.text() != nullptr && value.text()->find('\0') != std::string::npos;
  });
}

class SociSession final : public Session {
 public:
  SociSession(Engine engine, const std::string& connection_text)
      : engine_(engine),
        session_(engine == Engine::sqlite
                     ? static_cast<const soci::backend_factory&>(soci::sqlite3)
                     : static_cast<const soci::backend_factory&>(soci::postgresql),
                 connection_text) {
    if (sqlite() != nullptr) {
      sqlite_api::sqlite3_extended_result_codes(sqlite(), 1);
      // Takes the place of SQLite's own hook, which would checkpoint during a commit and hide what
      // goes wrong; the writer does it after it has answered (GroupCommit).
      sqlite_api::sqlite3_wal_hook(sqlite(), &SociSession::note_log_pages, this);
    }
  }
  SociSession(const SociSession&) = delete;
  SociSession& operator=(const SociSession&) = delete;
  ~SociSession() override { statements_.clear(); }  // before the connection that they belong to

  Engine engine() const override { return engine_; }

  Status begin(TransactionKind kind) override {
    const bool is_write = kind == TransactionKind::write;
    if (engine_ == Engine::sqlite) {
      const Status begun = command(is_write ? "BEGIN IMMEDIATE" : "BEGIN");
      if (begun) is_open_ = true;
      return begun;
    }
    const Status begun = command(is_write ? "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
                                          : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    if (begun) is_open_ = true;
    return begun;
  }

  Status commit() override {
    Status committed = command("COMMIT");
    if (!committed) {
      // A write that failed may have reached the disk all the same, and a crash before the next one
      // would bring it back.
      const int code = sqlite() != nullptr ? sqlite_api::sqlite3_errcode(sqlite()) : SQLITE_OK;
      if ((code & 0xff) == SQLITE_IOERR) {
        committed = Error{ErrorCode::internal, committed.error().message +
                                                   " during a commit: whether it is stored is "
                                                   "unknown; ask again with the same id"};
      }
      const Trouble trouble = trouble_;
      rollback();
      trouble_ = trouble;
    }
    is_open_ = false;
    return committed;
  }

  void rollback() override {
    if (is_in_transaction() && trouble_ != Trouble::connection_lost) {
      const Status ended = command("ROLLBACK");
      // A connection that cannot even do this is of no more use.
      if (!ended) trouble_ = Trouble::connection_lost;
    }
    is_open_ = false;
  }

  bool is_in_transaction() const override {
    if (engine_ == Engine::sqlite) return sqlite_api::sqlite3_get_autocommit(sqlite()) == 0;
    return is_open_;
  }

  Status command(std::string_view sql) override {
    return guarded<void>([&] { session_.once << std::string(sql); });
  }

  Result<std::int64_t> change(std::string_view sql, std::span<const Value> values) override {
    if (has_nul(values)) return nul_refused();
    return guarded<std::int64_t>([&] { return prepared(sql, values, 0).change(values); });
  }

  Result<std::vector<std::vector<Cell>>> rows(std::string_view sql, std::span<const Value> values,
                                              std::size_t column_count) override {
    if (has_nul(values)) return nul_refused();
    return guarded<std::vector<std::vector<Cell>>>(
        [&] { return prepared(sql, values, column_count).rows(values); });
  }

  Trouble trouble() const override { return trouble_; }

  std::int64_t log_page_count() const override { return log_page_count_; }

 private:
  static Error nul_refused() {
    return {ErrorCode::invalid_input, "a text with a NUL character cannot be stored"};
  }

  static int note_log_pages(void* self, sqlite_api::sqlite3*, const char*, int page_count) {
    static_cast<SociSession*>(self)->log_page_count_ = page_count;
    return SQLITE_OK;
  }

  sqlite_api::sqlite3* sqlite() const {
    if (engine_ != Engine::sqlite) return nullptr;
    // The backend's base class has no virtual way to it; the engine says which one it is.
    return static_cast<const soci::sqlite3_session_backend*>(
               const_cast<soci::session&>(session_).get_backend())
        ->conn_;
  }

  Prepared& prepared(std::string_view sql, std::span<const Value> values,
                     std::size_t column_count) {
    auto found = statements_.find(sql);
    if (found == statements_.end()) {
      PIXIU_CHECK(statements_.size() < statements_max);
      found = statements_.try_emplace(std::string(sql)).first;
    }
    // Usually one: a place that is now NULL or text and now a number makes a second.
    std::vector<std::unique_ptr<Prepared>>& variants = found->second;
    auto fitting = std::find_if(variants.begin(), variants.end(),
                                [&](const auto& variant) { return variant->fits(values); });
    if (fitting == variants.end()) {
      variants.push_back(
          std::make_unique<Prepared>(session_, std::string(sql), values, column_count));
      fitting = std::prev(variants.end());
    }
    PIXIU_CHECK((*fitting)->column_count() == column_count);
    return **fitting;
  }

  template <class T, class Call>
  Result<T> guarded(const Call& call) {
    trouble_ = Trouble::none;
    try {
      if constexpr (std::is_void_v<T>) {
        call();
        return {};
      } else {
        return call();
      }
    } catch (const std::exception& exception) {
      const SessionFault fault =
          sqlite() != nullptr
              ? fault_of_sqlite(sqlite_api::sqlite3_extended_errcode(sqlite()), exception)
              : fault_of_postgresql(exception);
      if (fault.is_fsync_failure) {
        stop_process("the database's disk did not keep what was written to it (" +
                     fault.error.message + ")");
      }
      trouble_ = fault.trouble;
      return fault.error;
    }
  }

  Engine engine_;
  soci::session session_;
  std::map<std::string, std::vector<std::unique_ptr<Prepared>>, std::less<>> statements_;
  Trouble trouble_ = Trouble::none;
  bool is_open_ = false;
  std::int64_t log_page_count_ = 0;
};

Status set_up_sqlite(Session& session) {
  // FULL: every commit is synced to the write-ahead log. Deleted content is overwritten.
  for (const std::string_view pragma :
       {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON",
        "PRAGMA secure_delete = ON", "PRAGMA trusted_schema = OFF", "PRAGMA cell_size_check = ON",
        "PRAGMA temp_store = MEMORY", "PRAGMA cache_size = -16384"}) {
    const Status set = session.command(pragma);
    if (!set) return set;
  }
  const auto mode = session.rows("PRAGMA journal_mode", {}, 1);
  if (!mode) return mode.error();
  if (mode->empty() || mode->front().front() != "wal") {
    return Error{ErrorCode::unsupported,
                 "the database cannot use a write-ahead log where it lies; SQLite needs a local "
                 "file system"};
  }
  return {};
}

Status set_up_postgresql(Session& session) {
  for (const std::string_view setting :
       {"SET synchronous_commit = on", "SET statement_timeout = '60s'", "SET lock_timeout = '15s'",
        "SET idle_in_transaction_session_timeout = '60s'", "SET client_encoding = 'UTF8'",
        "SET client_min_messages = 'warning'"}) {
    const Status set = session.command(setting);
    if (!set) return set;
  }
  const auto settings = session.rows(
      "SELECT current_setting('fsync'), current_setting('full_page_writes'), "
      "current_setting('server_version_num'), current_setting('server_encoding')",
      {}, 4);
  if (!settings) return settings.error();
  const std::vector<Cell>& row = settings->front();
  if (row[0] != "on" || row[1] != "on") {
    return Error{ErrorCode::unsupported,
                 "the PostgreSQL server has fsync or full_page_writes turned off: it could lose "
                 "what was acknowledged; turn both on"};
  }
  const auto version = number_from(row[2]);
  if (!version || *version < 150000) {
    return Error{ErrorCode::unsupported, "the PostgreSQL server is older than version 15"};
  }
  if (row[3] != "UTF8") {
    return Error{ErrorCode::unsupported, "the PostgreSQL database is not encoded in UTF8"};
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<Session>> Session::open(const DatabaseUrl& url) {
  std::unique_ptr<Session> session;
  try {
    session = std::make_unique<SociSession>(url.engine(), url.connection_text());
  } catch (const std::exception&) {
    // The library's text may repeat the password.
    return Error{ErrorCode::unavailable, "cannot open the database " + url.shown()};
  }
  const Status set =
      url.engine() == Engine::sqlite ? set_up_sqlite(*session) : set_up_postgresql(*session);
  if (!set) {
    return Error{set.error().code,
                 "cannot use the database " + url.shown() + ": " + set.error().message};
  }
  return session;
}

}  // namespace pixiu::storage
