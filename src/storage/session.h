#pragma once

#include "base/result.h"
#include "storage/database_url.h"
#include "storage/value.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace pixiu::storage {

// How a transaction begins.
enum class TransactionKind {
  write,     // SQLite: takes the one writer's place. PostgreSQL: read committed
  snapshot,  // only reads, all of one moment
};

// One connection with its prepared statements: the only place that knows SOCI. One thread at a
// time. Every exception of a library ends here. Messages name what kind of failure it was and never
// what the library wrote, which may repeat values.
//
// Errors of all methods:
//   conflict      a constraint does not hold
//   invalid_input a value that a column cannot take (PostgreSQL: text that is not UTF-8)
//   unavailable   busy, full, disconnected, shut down
//   corrupted     the database itself says so
//   internal      a statement that is wrong: a bug
// A failed fsync, which SQLite reports, stops the process.
class Session {
 public:
  // What kind of failure the last Error was, beyond its code.
  enum class Trouble {
    none,
    serialisation,    // another writer was in the way; the whole transaction may be run again
    connection_lost,  // nothing more can be done with this session
  };

  static Result<std::unique_ptr<Session>> open(const DatabaseUrl& url);
  virtual ~Session() = default;

  virtual Engine engine() const = 0;

  virtual Status begin(TransactionKind kind) = 0;
  // Durable at return. After an Error nothing is left open; whether the transaction stands is
  // unknown when the trouble is connection_lost, else it does not.
  virtual Status commit() = 0;
  virtual void rollback() = 0;
  // Whether the transaction begun is still open: an engine may end one by itself.
  virtual bool is_in_transaction() const = 0;

  // Statements without values or rows: SAVEPOINT, CREATE TABLE, PRAGMA. Not kept prepared.
  virtual Status command(std::string_view sql) = 0;
  virtual Result<std::int64_t> change(std::string_view sql, std::span<const Value> values) = 0;
  virtual Result<std::vector<std::vector<Cell>>> rows(std::string_view sql,
                                                      std::span<const Value> values,
                                                      std::size_t column_count) = 0;

  virtual Trouble trouble() const = 0;

  // SQLite: how many pages stand in the write-ahead log after the last commit. Else 0.
  virtual std::int64_t log_page_count() const = 0;
};

}  // namespace pixiu::storage
