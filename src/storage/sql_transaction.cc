#include "storage/sql_transaction.h"

#include "storage/session.h"

namespace pixiu::storage {

Result<std::int64_t> SqlTransaction::change(std::string_view sql, std::vector<Value> values) {
  if (failure_) return *failure_;
  auto changed = session_.change(sql, values);
  if (!changed) failure_ = changed.error();
  return changed;
}

Result<std::vector<std::vector<Cell>>> SqlTransaction::run(std::string_view sql,
                                                           std::vector<Value> values,
                                                           std::size_t column_count) {
  if (failure_) return *failure_;
  auto rows = session_.rows(sql, values, column_count);
  if (!rows) failure_ = rows.error();
  return rows;
}

}  // namespace pixiu::storage
