#include "bare_insert.h"

#include "base/check.h"

#include <array>
#include <atomic>
#include <thread>
#include <vector>

#include <libpq-fe.h>
#include <sqlite3.h>

namespace pixiu::bench {
namespace {

constexpr std::size_t column_count = 9;

// The columns of the event table, as text.
std::array<std::string, column_count> row_of(const vault::Event& event) {
  return {event.id.text(),
          event.tenant.text(),
          event.stream.text(),
          event.kind,
          event.actor.text(),
          std::to_string(event.time.time_since_epoch().count()),
          event.body,
          crypto::hex(event.salt),
          crypto::hex(vault::commitment_of(event))};
}

void run(sqlite3* database, const char* sql) {
  PIXIU_CHECK(sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
}

void run(PGconn* connection, const char* sql) {
  PGresult* const result = PQexec(connection, sql);
  PIXIU_CHECK(PQresultStatus(result) == PGRES_COMMAND_OK);
  PQclear(result);
}

PGconn* connected(const std::string& url) {
  PGconn* const connection = PQconnectdb(url.c_str());
  PIXIU_CHECK(PQstatus(connection) == CONNECTION_OK);
  return connection;
}

void insert_rows(const std::string& url, std::span<const vault::Event> events,
                 std::atomic<std::size_t>& next) {
  PGconn* const connection = connected(url);
  PQclear(PQprepare(connection, "insert_bare",
                    "INSERT INTO bare VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)", column_count,
                    nullptr));
  for (std::size_t i = next++; i < events.size(); i = next++) {
    const auto row = row_of(events[i]);
    std::array<const char*, column_count> values{};
    for (std::size_t column = 0; column < column_count; ++column) {
      values[column] = row[column].c_str();
    }
    PGresult* const result =
        PQexecPrepared(connection, "insert_bare", column_count, values.data(), nullptr, nullptr, 0);
    PIXIU_CHECK(PQresultStatus(result) == PGRES_COMMAND_OK);
    PQclear(result);
  }
  PQfinish(connection);
}

}  // namespace

void insert_bare_sqlite(const std::filesystem::path& path, std::span<const vault::Event> events,
                        std::size_t commit_rows) {
  sqlite3* database = nullptr;
  PIXIU_CHECK(sqlite3_open(path.c_str(), &database) == SQLITE_OK);
  run(database, "PRAGMA journal_mode = WAL");
  run(database, "PRAGMA synchronous = FULL");
  run(database,
      "CREATE TABLE bare (id TEXT PRIMARY KEY, tenant TEXT, stream TEXT, kind TEXT, actor TEXT, "
      "time_ms BIGINT, body TEXT, salt TEXT, commitment TEXT)");
  sqlite3_stmt* insert = nullptr;
  PIXIU_CHECK(sqlite3_prepare_v2(database, "INSERT INTO bare VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                                 -1, &insert, nullptr) == SQLITE_OK);
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (i % commit_rows == 0) run(database, "BEGIN IMMEDIATE");
    const auto row = row_of(events[i]);
    for (std::size_t column = 0; column < column_count; ++column) {
      PIXIU_CHECK(sqlite3_bind_text(insert, static_cast<int>(column) + 1, row[column].data(),
                                    static_cast<int>(row[column].size()),
                                    SQLITE_STATIC) == SQLITE_OK);
    }
    PIXIU_CHECK(sqlite3_step(insert) == SQLITE_DONE && sqlite3_reset(insert) == SQLITE_OK);
    if ((i + 1) % commit_rows == 0 || i + 1 == events.size()) run(database, "COMMIT");
  }
  sqlite3_finalize(insert);
  sqlite3_close(database);
}

void insert_bare_postgresql(const std::string& url, std::span<const vault::Event> events,
                            std::size_t connections) {
  PGconn* const connection = connected(url);
  run(connection,
      "CREATE TABLE bare (id TEXT PRIMARY KEY, tenant TEXT, stream TEXT, kind TEXT, actor TEXT, "
      "time_ms BIGINT, body TEXT, salt TEXT, commitment TEXT)");
  PQfinish(connection);
  std::atomic<std::size_t> next{0};
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < connections; ++i) {
    threads.emplace_back([&] { insert_rows(url, events, next); });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace pixiu::bench
