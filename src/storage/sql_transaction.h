#pragma once

#include "base/result.h"
#include "base/transaction.h"
#include "storage/value.h"

#include <cstdint>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace pixiu::storage {

class Session;

// A transaction of a Database, where SQL can be run. One thread. After the first statement that
// fails every further one gives the same error and the transaction is rolled back, whatever the
// step returns. Stores get it from the step's Transaction by Database::of.
//
// SQL is one text for SQLite and PostgreSQL. Places are named (":id"), each name once, and filled
// in their order. A text is prepared once a connection and kept, so texts are constants, never put
// together from values.
class SqlTransaction final : public Transaction {
 public:
  // `database` is only compared, so that a store can refuse another database's transaction.
  SqlTransaction(Session& session, const Transactions* database)
      : session_(session), database_(database) {}

  // The rows of a query, read as these types: std::int64_t, bool, std::string, Bytes, Timestamp,
  // Id<Tag>, or std::optional of one where NULL may stand. A query limits its rows itself.
  // Errors: those of Database, and corrupted when a stored value does not fit its type.
  template <class... Columns>
  Result<std::vector<std::tuple<Columns...>>> rows(std::string_view sql,
                                                   std::vector<Value> values = {}) {
    const auto cells = run(sql, std::move(values), sizeof...(Columns));
    if (!cells) return cells.error();
    std::vector<std::tuple<Columns...>> rows;
    rows.reserve(cells->size());
    for (const std::vector<Cell>& row : *cells) {
      auto read = read_row<Columns...>(row, std::index_sequence_for<Columns...>());
      if (!read) return read.error();
      rows.push_back(std::move(*read));
    }
    return rows;
  }

  // The first of them, or nothing.
  template <class... Columns>
  Result<std::optional<std::tuple<Columns...>>> row(std::string_view sql,
                                                    std::vector<Value> values = {}) {
    auto all = rows<Columns...>(sql, std::move(values));
    if (!all) return all.error();
    if (all->empty()) return std::optional<std::tuple<Columns...>>();
    return std::optional<std::tuple<Columns...>>(std::move(all->front()));
  }

  // How many rows an INSERT, UPDATE or DELETE touched.
  Result<std::int64_t> change(std::string_view sql, std::vector<Value> values = {});

  // Rows of any number of columns, for tools that do not know the tables.
  Result<std::vector<std::vector<Cell>>> run(std::string_view sql, std::vector<Value> values,
                                             std::size_t column_count);

  // What made it fail, if anything did.
  const std::optional<Error>& failure() const { return failure_; }

  const Transactions* database() const { return database_; }

 private:
  template <class... Columns, std::size_t... places>
  static Result<std::tuple<Columns...>> read_row(const std::vector<Cell>& row,
                                                 std::index_sequence<places...>) {
    std::tuple<Result<Columns>...> read{ReadAs<Columns>::from(row[places])...};
    std::optional<Error> problem;
    ((problem = !problem && !std::get<places>(read)
                    ? std::optional<Error>(std::get<places>(read).error())
                    : std::move(problem)),
     ...);
    if (problem) return *problem;
    return std::tuple<Columns...>(std::move(*std::get<places>(read))...);
  }

  Session& session_;
  const Transactions* database_;
  std::optional<Error> failure_;
};

}  // namespace pixiu::storage
