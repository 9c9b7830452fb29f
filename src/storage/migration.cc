#include "storage/migration.h"

#include "base/bytes.h"
#include "crypto/digest.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace pixiu::storage {
namespace {

// Any number will do, as long as no other program of the same PostgreSQL takes it.
constexpr std::string_view postgresql_lock =
    "SELECT 1 FROM (SELECT pg_advisory_xact_lock(80718073)) l";

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
    text.replace(at, from.size(), to);
    at += to.size();
  }
}

// The statements of a file, without comments.
std::vector<std::string> statements_of(std::string_view sql, Engine engine) {
  std::vector<std::string> statements;
  std::string statement;
  while (!sql.empty()) {
    const std::size_t end = std::min(sql.find('\n'), sql.size());
    const std::string_view line = sql.substr(0, end);
    sql.remove_prefix(std::min(end + 1, sql.size()));
    if (line.empty() || line.starts_with("--")) continue;
    statement += line;
    statement += '\n';
    if (!line.ends_with(';')) continue;
    replace_all(statement, "{position}",
                engine == Engine::sqlite ? "INTEGER PRIMARY KEY AUTOINCREMENT"
                                         : "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY");
    statements.push_back(std::exchange(statement, {}));
  }
  return statements;
}

std::string digest_of(const Migration& migration) {
  return crypto::hex(crypto::sha256(bytes_of(migration.sql)));
}

Result<std::size_t> applied_count(Session& session, std::span<const Migration> migrations) {
  const auto applied = session.rows("SELECT number, sha256 FROM migration ORDER BY number", {}, 2);
  if (!applied) return applied.error();
  if (applied->size() > migrations.size()) {
    return Error{ErrorCode::unsupported,
                 "it is newer than this program (migration " + std::to_string(applied->size()) +
                     ", the program knows " + std::to_string(migrations.size()) +
                     "); use a newer program"};
  }
  for (std::size_t i = 0; i < applied->size(); ++i) {
    const std::vector<Cell>& row = (*applied)[i];
    if (row[0] != std::to_string(migrations[i].number) || row[1] != digest_of(migrations[i])) {
      return Error{ErrorCode::unsupported,
                   "its migration " + std::to_string(i + 1) +
                       " is not this program's; it was made by another program"};
    }
  }
  return applied->size();
}

Status apply(Session& session, const Migration& migration) {
  for (const std::string& statement : statements_of(migration.sql, session.engine())) {
    const Status run = session.command(statement);
    if (!run) return run;
  }
  const std::vector<Value> row{migration.number, migration.name, digest_of(migration)};
  const auto noted = session.change(
      "INSERT INTO migration (number, name, sha256) VALUES (:number, :name, :sha256)", row);
  if (!noted) return noted.error();
  return {};
}

Status migrate_in_transaction(Session& session, std::span<const Migration> migrations) {
  if (session.engine() == Engine::postgresql) {
    const auto locked = session.rows(postgresql_lock, {}, 1);
    if (!locked) return locked.error();
  }
  const Status made = session.command(
      "CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, "
      "sha256 TEXT NOT NULL)");
  if (!made) return made;
  const auto done = applied_count(session, migrations);
  if (!done) return done.error();
  for (const Migration& migration : migrations.subspan(*done)) {
    const Status applied = apply(session, migration);
    if (!applied) {
      return Error{applied.error().code, "migration " + std::to_string(migration.number) + ": " +
                                             applied.error().message};
    }
  }
  return {};
}

}  // namespace

Status migrate(Session& session, std::span<const Migration> migrations) {
  const Status begun = session.begin(TransactionKind::write);
  if (!begun) return begun;
  const Status migrated = migrate_in_transaction(session, migrations);
  if (!migrated) {
    session.rollback();
    return migrated;
  }
  return session.commit();
}

}  // namespace pixiu::storage
