#include "storage/snapshot.h"

#include "base/check.h"
#include "crypto/digest.h"
#include "storage/migration.h"

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include <nlohmann/json.hpp>

namespace pixiu::storage {
namespace {

using nlohmann::json;

constexpr std::string_view format = "pixiu.snapshot/1";
constexpr std::int64_t page_rows = 500;

struct Table {
  const char* name;
  std::vector<std::string> columns;
  std::vector<std::string> key;  // the order of its rows
};

// In an order in which they can be filled. An event's position is the database's own: it is made
// anew, in the same order.
const std::vector<Table>& tables() {
  static const std::vector<Table> all{
      {"event",
       {"id", "tenant", "stream", "kind", "actor", "time_ms", "body", "salt", "commitment",
        "log_index"},
       {"position"}},
      {"exhibit",
       {"id", "tenant", "claim", "subject", "derived_from", "sha256", "sm3", "size_bytes",
        "media_type", "blob", "wrapped_key", "retention_class", "received_ms", "quarantine_reason",
        "quarantine_since_ms", "erased_ms"},
       {"id"}},
      {"legal_hold",
       {"tenant", "claim", "subject", "order_reference", "since_ms"},
       {"tenant", "claim", "subject"}},
      {"legal_hold_turn", {"tenant", "turn"}, {"tenant"}},
      {"master_key_check", {"master_key", "known_value"}, {"master_key"}},
      {"tenant_key",
       {"tenant", "key_use", "generation", "master_key", "wrapped", "made_ms"},
       {"tenant", "key_use", "generation"}},
      {"subject_key",
       {"tenant", "subject", "generation", "wrapped", "made_ms", "erasure_asked_ms",
        "destroyed_ms"},
       {"tenant", "subject"}},
      {"job",
       {"id", "kind", "job_key", "body", "state", "due_ms", "attempts", "lease", "last_failure",
        "added_ms", "ended_ms"},
       {"id"}},
  };
  return all;
}

Error corrupted(const char* what) {
  return {ErrorCode::corrupted, what};
}

std::string joined(std::span<const std::string> words, std::string_view before) {
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += ", ";
    text += before;
    text += word;
  }
  return text;
}

// The rows after a key, or from the first; the key's columns come before the table's.
std::string page_query(const Table& table, bool is_first) {
  const std::string key = joined(table.key, "");
  std::string sql =
      "SELECT " + key + ", " + joined(table.columns, "") + " FROM " + std::string(table.name);
  if (!is_first) sql += " WHERE (" + key + ") > (" + joined(table.key, ":after_") + ")";
  return sql + " ORDER BY " + key + " LIMIT " + std::to_string(page_rows);
}

json header() {
  json numbers = json::array();
  for (const Migration& migration : embedded_migrations()) {
    numbers.push_back({{"number", migration.number},
                       {"sha256", crypto::hex(crypto::sha256(bytes_of(migration.sql)))}});
  }
  return {{"format", format}, {"migrations", numbers}};
}

json table_line(const Table& table) {
  return {{"table", table.name}, {"columns", table.columns}};
}

// Passes lines on and digests them.
class Lines {
 public:
  explicit Lines(const LineSink& sink) : sink_(sink) {}

  Status write(const json& value) {
    const std::string line = value.dump();
    if (line.size() > snapshot_line_bytes_max) {
      return Error{ErrorCode::limit_exceeded, "a row is too long for a snapshot"};
    }
    digest_.update(bytes_of(line));
    digest_.update(bytes_of("\n"));
    return sink_(line);
  }

  Status end() {
    const std::string digest = crypto::hex(digest_.finish());
    return sink_(json({{"rows", row_count}, {"sha256", digest}}).dump());
  }

  std::uint64_t row_count = 0;

 private:
  const LineSink& sink_;
  crypto::DigestStream digest_{crypto::DigestAlgorithm::sha256};
};

Status write_page(const std::vector<std::vector<Cell>>& rows, std::size_t key_count, Lines& lines) {
  for (const std::vector<Cell>& row : rows) {
    json values = json::array();
    for (std::size_t i = key_count; i < row.size(); ++i) {
      values.push_back(row[i] ? json(*row[i]) : json());
    }
    const Status written = lines.write(values);
    if (!written) return written;
    ++lines.row_count;
  }
  return {};
}

// A key of whole numbers is compared as one, a key of text as text.
Value key_value(const Table& table, std::size_t place, const Cell& cell) {
  const std::string& column = table.key[place];
  const bool is_number = column == "position" || column == "generation";
  if (is_number) return number_from(cell).value_or(0);
  return Value(cell);
}

Status write_table(Session& session, const Table& table, Lines& lines) {
  const Status begun = lines.write(table_line(table));
  if (!begun) return begun;
  const std::size_t column_count = table.key.size() + table.columns.size();
  std::vector<Value> after;
  for (bool is_first = true;; is_first = false) {
    const auto rows = session.rows(page_query(table, is_first), after, column_count);
    if (!rows) return rows.error();
    if (rows->empty()) return {};
    const Status written = write_page(*rows, table.key.size(), lines);
    if (!written) return written;
    after.clear();
    for (std::size_t i = 0; i < table.key.size(); ++i) {
      after.push_back(key_value(table, i, rows->back()[i]));
    }
  }
}

Status write_all_tables(Session& session, Lines& lines) {
  const Status begun = lines.write(header());
  if (!begun) return begun;
  for (const Table& table : tables()) {
    const Status written = write_table(session, table, lines);
    if (!written) return written;
  }
  return lines.end();
}

// Reads lines as JSON and digests what was before the last.
class Reader {
 public:
  explicit Reader(const LineSource& source) : source_(source) {}

  Result<json> next() {
    auto line = source_();
    if (!line) return line.error();
    if (!*line) return corrupted("the snapshot is cut off");
    if (is_digested_) {
      digest_.update(bytes_of(last_));
      digest_.update(bytes_of("\n"));
    }
    is_digested_ = true;
    last_ = std::move(**line);
    if (last_.size() > snapshot_line_bytes_max)
      return corrupted("a line of the snapshot is too long");
    json value = json::parse(last_, nullptr, false);
    if (value.is_discarded()) return corrupted("a line of the snapshot is not JSON");
    return value;
  }

  // Whether the last line read is the end of all that was before it.
  Status confirm_end(const json& end) {
    if (!end.is_object() || end.value("rows", json()) != row_count ||
        end.value("sha256", json()) != crypto::hex(digest_.finish())) {
      return corrupted("the snapshot is not what was written: its digest does not agree");
    }
    const auto more = source_();
    if (!more) return more.error();
    if (*more) return corrupted("the snapshot goes on after its end");
    return {};
  }

  std::uint64_t row_count = 0;

 private:
  const LineSource& source_;
  crypto::DigestStream digest_{crypto::DigestAlgorithm::sha256};
  std::string last_;
  bool is_digested_ = false;
};

Status insert_row(Session& session, const Table& table, const std::string& sql, const json& row) {
  if (row.size() != table.columns.size()) return corrupted("a row of the snapshot is incomplete");
  std::vector<Value> values;
  for (const json& value : row) {
    if (!value.is_null() && !value.is_string()) {
      return corrupted("a row of the snapshot has another form");
    }
    values.push_back(value.is_null() ? Value(std::nullopt) : Value(value.get<std::string>()));
  }
  const auto inserted = session.change(sql, values);
  if (!inserted) return inserted.error();
  return {};
}

Status refuse_rows(Session& session, const Table& table) {
  const auto any = session.rows("SELECT 1 FROM " + std::string(table.name) + " LIMIT 1", {}, 1);
  if (!any) return any.error();
  if (any->empty()) return {};
  return Error{ErrorCode::conflict, "the database to restore into is not empty"};
}

Status restore_all_tables(Session& session, Reader& reader) {
  auto line = reader.next();
  if (!line) return line.error();
  if (*line != header()) {
    return Error{ErrorCode::unsupported,
                 "the snapshot is of another shape of the database; restore it with the program "
                 "that wrote it"};
  }
  line = reader.next();
  for (const Table& table : tables()) {
    const Status is_empty = refuse_rows(session, table);
    if (!is_empty) return is_empty;
    if (!line) return line.error();
    if (*line != table_line(table)) return corrupted("the snapshot has another table here");
    const std::string sql = "INSERT INTO " + std::string(table.name) + " (" +
                            joined(table.columns, "") + ") VALUES (" + joined(table.columns, ":") +
                            ")";
    for (line = reader.next(); line && line->is_array(); line = reader.next()) {
      const Status inserted = insert_row(session, table, sql, *line);
      if (!inserted) return inserted;
      ++reader.row_count;
    }
  }
  if (!line) return line.error();
  return reader.confirm_end(*line);
}

}  // namespace

Result<std::uint64_t> write_snapshot(const Database& database, const LineSink& sink) {
  const auto session = database.open_session();
  if (!session) return session.error();
  const Status begun = (*session)->begin(TransactionKind::snapshot);
  if (!begun) return begun.error();
  Lines lines(sink);
  const Status written = write_all_tables(**session, lines);
  (*session)->rollback();
  if (!written) return written.error();
  return lines.row_count;
}

Result<std::uint64_t> restore_snapshot(const Database& database, const LineSource& source) {
  const auto session = database.open_session();
  if (!session) return session.error();
  const Status begun = (*session)->begin(TransactionKind::write);
  if (!begun) return begun.error();
  Reader reader(source);
  const Status restored = restore_all_tables(**session, reader);
  if (!restored) {
    (*session)->rollback();
    return restored.error();
  }
  const Status committed = (*session)->commit();
  if (!committed) return committed.error();
  return reader.row_count;
}

}  // namespace pixiu::storage
